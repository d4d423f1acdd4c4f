// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {FacetStorage} from "../storage/FacetStorage.sol";
import {OwnerStorage} from "../storage/OwnerStorage.sol";
import {AdministrationEvents} from "../events/HubEvents.sol";
import {DatasetTags} from "./DatasetTags.sol";
import {HubAssets} from "./HubAssets.sol";
import {HubConstants} from "./HubConstants.sol";
import {HubDeals} from "./HubDeals.sol";
import {HubTasks} from "./HubTasks.sol";
import {HubViews} from "./HubViews.sol";

/// @title The hub: one address for orders, deals, tasks and money
/// @notice Where to begin reading. A deal's way through the files:
///
/// 1. {HubDeals}: four orders become a deal, by the rules of {Matching}; the parties lock money in
/// the {Ledger};
/// 2. {HubTasks}: its tasks are opened, voted on ({Consensus}), revealed, and ended;
/// 3. {Settlement}: all parties are paid, or paid back.
///
/// State is in {PocoStorage}, logs are in {HubEvents}. A contract's size is limited, so everything
/// off this way (managing orders, configuration, the money's ERC-20 face, deposits) is in a second
/// contract, the {HubDesk}. The hub runs the desk's code over its own storage for every selector it
/// does not know; clients see one contract. The escrow decides about selectors that the desk does
/// not know either.
contract Hub is HubDeals, HubTasks, HubViews, HubAssets, HubConstants {
    /// @dev In the code, not in storage: the pair of hub and desk never changes.
    address private immutable DESK;

    /// @param desk Code to run for everything else.
    /// @param ignoreTeeFramework Whether a dataset order does not choose the TEE framework; the
    /// desk's is the same.
    /// @param hubSelectors Functions of this half, for {LoupeDesk}.
    /// @param deskSelectors Functions of the desk.
    constructor(
        address desk,
        bool ignoreTeeFramework,
        bytes4[] memory hubSelectors,
        bytes4[] memory deskSelectors
    ) DatasetTags(ignoreTeeFramework) {
        DESK = desk;
        FacetStorage.Layout storage facets = FacetStorage.load();
        facets.desk = desk;
        facets.hubSelectors = hubSelectors;
        facets.deskSelectors = deskSelectors;
        OwnerStorage.load().owner = msg.sender;
        emit AdministrationEvents.OwnershipTransferred(address(0), msg.sender);
    }

    /// @notice Runs the desk: a plain transfer is for the escrow.
    receive() external payable {
        _runDesk();
    }

    /// @notice Runs the desk.
    fallback() external payable {
        _runDesk();
    }

    function _runDesk() private {
        address desk = DESK;
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, 0, calldatasize())
            let ok := delegatecall(gas(), desk, free, calldatasize(), 0, 0)
            returndatacopy(free, 0, returndatasize())
            if iszero(ok) {
                revert(free, returndatasize())
            }
            return(free, returndatasize())
        }
    }
}
