// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {FacetStorage} from "../storage/FacetStorage.sol";
import {OwnerStorage} from "../storage/OwnerStorage.sol";
import {AdministrationDesk} from "./AdministrationDesk.sol";

/// @title The hub's functions, for tools that ask a diamond for them (ERC-2535, ERC-165)
/// @notice The hub is not made of facets; its two halves are told as two, the hub itself first.
/// `0x00000000` stands for plain transfers and `0xffffffff` for calls of unknown functions.
abstract contract LoupeDesk is AdministrationDesk {
    /// @notice One half of the hub: its address and the functions it has.
    struct Facet {
        address facetAddress;
        bytes4[] functionSelectors;
    }

    /// @notice Change of functions: 0 adds them, 1 replaces them, 2 removes them.
    enum FacetCutAction {
        Add,
        Replace,
        Remove
    }

    /// @notice A change of the hub's functions.
    struct FacetCut {
        address facetAddress;
        FacetCutAction action;
        bytes4[] functionSelectors;
    }

    /// @notice The hub's functions changed.
    event DiamondCut(FacetCut[] _diamondCut, address _init, bytes _calldata);

    /// @notice This hub's functions cannot be changed.
    error FixedFunctions();

    /// @notice Refuses changes: only an empty one succeeds, and is logged.
    /// @dev Reverts {NotContractOwner}, or {FixedFunctions} for anything to change or to run.
    function diamondCut(FacetCut[] calldata _diamondCut, address _init, bytes calldata _calldata) external {
        address owner = OwnerStorage.load().owner;
        if (msg.sender != owner) revert NotContractOwner(msg.sender, owner);
        if (_diamondCut.length > 0 || _init != address(0)) revert FixedFunctions();
        emit DiamondCut(_diamondCut, _init, _calldata);
    }

    /// @notice Both halves with their functions.
    function facets() external view returns (Facet[] memory facets_) {
        FacetStorage.Layout storage $ = FacetStorage.load();
        facets_ = new Facet[](2);
        facets_[0] = Facet(address(this), $.hubSelectors);
        facets_[1] = Facet($.desk, $.deskSelectors);
    }

    /// @notice The functions one half has; none for any other address.
    function facetFunctionSelectors(address _facet) external view returns (bytes4[] memory selectors) {
        FacetStorage.Layout storage $ = FacetStorage.load();
        if (_facet == address(this)) return $.hubSelectors;
        if (_facet == $.desk) return $.deskSelectors;
    }

    /// @notice The addresses of both halves.
    function facetAddresses() external view returns (address[] memory addresses) {
        addresses = new address[](2);
        addresses[0] = address(this);
        addresses[1] = FacetStorage.load().desk;
    }

    /// @notice The half that has a function; zero for neither.
    function facetAddress(bytes4 _functionSelector) external view returns (address) {
        FacetStorage.Layout storage $ = FacetStorage.load();
        if (_includes($.hubSelectors, _functionSelector)) return address(this);
        return _includes($.deskSelectors, _functionSelector) ? $.desk : address(0);
    }

    /// @notice ERC-165: this itself, the change of functions, the questions about them, and
    /// ownership (ERC-173).
    function supportsInterface(bytes4 _interfaceId) external pure returns (bool) {
        return
            _interfaceId == this.supportsInterface.selector ||
            _interfaceId == this.diamondCut.selector ||
            _interfaceId ==
            this.facets.selector ^
                this.facetFunctionSelectors.selector ^
                this.facetAddresses.selector ^
                this.facetAddress.selector ||
            _interfaceId == this.owner.selector ^ this.transferOwnership.selector;
    }

    function _includes(bytes4[] storage selectors, bytes4 wanted) private view returns (bool) {
        for (uint256 i = 0; i < selectors.length; ++i) {
            if (selectors[i] == wanted) return true;
        }
        return false;
    }
}
