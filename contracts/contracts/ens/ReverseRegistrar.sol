// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IENS, INameResolver} from "./IENS.sol";

/// @title Gives every address its own reverse name
/// @notice The reverse name of an address is `<its 40 hex digits>.addr.reverse`; its `name` record
/// is the name the address gives itself. This contract owns `addr.reverse`. For an address may act:
/// the address itself, its operators in the registry, the `owner()` of the contract there, and a
/// controller.
contract ReverseRegistrar is Ownable {
    /// @dev namehash("addr.reverse").
    bytes32 private constant ADDR_REVERSE = 0x91d1777781884d03a6757a803996e38de2a42967fb37eeaca72729271025a9e2;

    /// @notice The chain's registry.
    IENS public immutable ens;
    /// @notice Resolver of reverse names unless the caller chooses another.
    INameResolver public defaultResolver;
    /// @notice Accounts that may act for every address.
    mapping(address controller => bool) public controllers;

    /// @notice The reverse name of `addr` has a new owner.
    event ReverseClaimed(address indexed addr, bytes32 indexed node);
    /// @notice The {defaultResolver} changed.
    event DefaultResolverChanged(INameResolver indexed resolver);
    /// @notice An account became a controller, or is one no longer.
    event ControllerChanged(address indexed controller, bool enabled);

    /// @dev Reverts when the caller may not act for `addr`.
    modifier authorised(address addr) {
        require(
            addr == msg.sender ||
                controllers[msg.sender] ||
                ens.isApprovedForAll(addr, msg.sender) ||
                _ownsContract(addr),
            "ReverseRegistrar: Caller is not a controller or authorised by address or the address itself"
        );
        _;
    }

    /// @param ensAddr The chain's registry.
    constructor(address ensAddr) Ownable(msg.sender) {
        ens = IENS(ensAddr);
    }

    /// @notice Makes an account a controller, or one no longer.
    /// @dev Reverts `OwnableUnauthorizedAccount`.
    function setController(address controller, bool enabled) external onlyOwner {
        controllers[controller] = enabled;
        emit ControllerChanged(controller, enabled);
    }

    /// @notice Sets the resolver of reverse names to come.
    /// @dev Reverts `OwnableUnauthorizedAccount`, or
    /// `ReverseRegistrar: Resolver address must not be 0`.
    function setDefaultResolver(address resolver) external onlyOwner {
        require(resolver != address(0), "ReverseRegistrar: Resolver address must not be 0");
        defaultResolver = INameResolver(resolver);
        emit DefaultResolverChanged(INameResolver(resolver));
    }

    /// @notice Gives the caller's reverse name to an account.
    /// @return The reverse name's node.
    function claim(address owner) external returns (bytes32) {
        return claimForAddr(msg.sender, owner, address(defaultResolver));
    }

    /// @notice Gives the caller's reverse name to an account, with a resolver of the caller's
    /// choice.
    /// @return The reverse name's node.
    function claimWithResolver(address owner, address resolver) external returns (bytes32) {
        return claimForAddr(msg.sender, owner, resolver);
    }

    /// @notice Sets the name that the caller gives itself.
    /// @return The reverse name's node.
    function setName(string calldata name) external returns (bytes32) {
        return setNameForAddr(msg.sender, msg.sender, address(defaultResolver), name);
    }

    /// @notice Gives the reverse name of `addr` to an account.
    /// @dev Reverts `ReverseRegistrar: Caller is not a controller or authorised by address or the
    /// address itself`.
    /// @return The reverse name's node.
    function claimForAddr(address addr, address owner, address resolver) public authorised(addr) returns (bytes32) {
        bytes32 label = _hexHash(addr);
        bytes32 reverseNode = keccak256(abi.encodePacked(ADDR_REVERSE, label));
        emit ReverseClaimed(addr, reverseNode);
        ens.setSubnodeRecord(ADDR_REVERSE, label, owner, resolver, 0);
        return reverseNode;
    }

    /// @notice Sets the name of `addr`, and gives its reverse name to an account.
    /// @param resolver Resolver the name is set at; it must trust this contract.
    /// @dev Reverts as {claimForAddr}.
    /// @return The reverse name's node.
    function setNameForAddr(
        address addr,
        address owner,
        address resolver,
        string calldata name
    ) public returns (bytes32) {
        bytes32 reverseNode = claimForAddr(addr, owner, resolver);
        INameResolver(resolver).setName(reverseNode, name);
        return reverseNode;
    }

    /// @notice The node of an address's reverse name.
    function node(address addr) external pure returns (bytes32) {
        return keccak256(abi.encodePacked(ADDR_REVERSE, _hexHash(addr)));
    }

    /// @dev Hash of the 40 lower-case hex digits.
    function _hexHash(address addr) private pure returns (bytes32) {
        bytes16 digits = "0123456789abcdef";
        bytes memory text = new bytes(40);
        uint160 rest = uint160(addr);
        for (uint256 i = 40; i > 0; --i) {
            text[i - 1] = digits[rest & 0xf];
            rest >>= 4;
        }
        return keccak256(text);
    }

    /// @dev Whether `addr` is a contract that calls the caller its owner.
    function _ownsContract(address addr) private view returns (bool) {
        if (addr.code.length == 0) return false;
        try Ownable(addr).owner() returns (address owner) {
            return owner == msg.sender;
        } catch {
            return false;
        }
    }
}
