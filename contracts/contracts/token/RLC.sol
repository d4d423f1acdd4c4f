// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ITokenSpender} from "../desk/SrlcDesk.sol";
import {RLCStorage} from "./RLCStorage.sol";

/// @title RLC, the network's money where a deal is not paid in the chain's own currency
/// @notice An ERC-20 with `approveAndCall` and, as a test network's money, a faucet: its owner
/// makes and takes money at will. For any other caller the faucet's functions do nothing and return
/// false. All other failures are empty reverts.
contract RLC is IERC20 {
    /// @notice nRLC that exist from the start.
    uint256 public constant initialSupply = 87_000_000 * 10 ** 9;
    /// @notice Name of the token.
    string public constant name = "iExec RLC Token";
    /// @notice Symbol of the token.
    string public constant symbol = "RLC";
    /// @notice Version of the token.
    string public constant version = "v0.1";
    /// @notice One unit is one nRLC.
    uint8 public constant decimals = 9;
    /// @notice Whether transfers are held up; they never are.
    bool public constant locked = false;

    /// @notice Owner of the faucet.
    address public owner;

    /// @dev The deployer gets all of the supply, and the faucet.
    constructor() {
        owner = msg.sender;
        RLCStorage.load().totalSupply = initialSupply;
        RLCStorage.load().balances[msg.sender] = initialSupply;
        emit Transfer(address(0), msg.sender, initialSupply);
    }

    /// @inheritdoc IERC20
    function totalSupply() external view returns (uint256) {
        return RLCStorage.load().totalSupply;
    }

    /// @inheritdoc IERC20
    function balanceOf(address account) external view returns (uint256) {
        return RLCStorage.load().balances[account];
    }

    /// @inheritdoc IERC20
    function allowance(address account, address spender) external view returns (uint256) {
        return RLCStorage.load().allowances[account][spender];
    }

    /// @inheritdoc IERC20
    /// @dev Empty revert: the caller has less.
    function transfer(address to, uint256 value) external returns (bool) {
        _move(msg.sender, to, value);
        return true;
    }

    /// @inheritdoc IERC20
    /// @dev Empty revert: `from` has less, or allowed less. There is no unlimited allowance.
    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        mapping(address => uint256) storage allowances = RLCStorage.load().allowances[from];
        uint256 allowed = allowances[msg.sender];
        require(value <= allowed);
        allowances[msg.sender] = allowed - value;
        _move(from, to, value);
        return true;
    }

    /// @inheritdoc IERC20
    function approve(address spender, uint256 value) external returns (bool) {
        _approve(msg.sender, spender, value);
        return true;
    }

    /// @notice Approves a contract and tells it so, in one transaction.
    /// @dev Reverts as the contract does. Empty revert: there is no contract, or it returns
    /// nothing.
    function approveAndCall(address spender, uint256 value, bytes calldata extraData) external {
        _approve(msg.sender, spender, value);
        ITokenSpender(spender).receiveApproval(msg.sender, value, address(this), extraData);
    }

    /// @notice Destroys money of the caller.
    /// @dev Empty revert: the caller has less.
    function burn(uint256 value) external returns (bool) {
        _burn(msg.sender, value);
        return true;
    }

    /// @notice Gives the faucet to another account; only its owner can, for others nothing happens.
    function transferOwnership(address newOwner) external {
        if (msg.sender == owner) owner = newOwner;
    }

    /// @notice Faucet: makes money for `to`.
    function refill(address to, uint256 value) external returns (bool) {
        if (msg.sender != owner) return false;
        RLCStorage.load().totalSupply += value;
        RLCStorage.load().balances[to] += value;
        emit Transfer(msg.sender, to, value);
        return true;
    }

    /// @notice Faucet: approves in place of `giver`.
    function forceApprove(address giver, address spender, uint256 value) external returns (bool) {
        if (msg.sender != owner) return false;
        _approve(giver, spender, value);
        return true;
    }

    /// @notice Faucet: destroys money of `account`.
    /// @dev Empty revert: there is less.
    function forceBurn(address account, uint256 value) external returns (bool) {
        if (msg.sender != owner) return false;
        _burn(account, value);
        return true;
    }

    function _move(address from, address to, uint256 value) private {
        _take(from, value);
        RLCStorage.load().balances[to] += value;
        emit Transfer(from, to, value);
    }

    function _burn(address account, uint256 value) private {
        _take(account, value);
        RLCStorage.load().totalSupply -= value;
        emit Transfer(account, address(0), value);
    }

    function _take(address from, uint256 value) private {
        mapping(address => uint256) storage balances = RLCStorage.load().balances;
        uint256 balance = balances[from];
        require(value <= balance);
        balances[from] = balance - value;
    }

    function _approve(address account, address spender, uint256 value) private {
        RLCStorage.load().allowances[account][spender] = value;
        emit Approval(account, spender, value);
    }
}
