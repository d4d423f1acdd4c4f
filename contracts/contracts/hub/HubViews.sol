// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {OrderHash, DealId, TaskId} from "../types/Ids.sol";
import {Account, Deal, Task, TaskStatus, Contribution} from "../types/Records.sol";
import {PocoStorage} from "../storage/PocoStorage.sol";

/// @title Views that clients read all the time
/// @notice An unknown id gives a record of zeros, not a revert.
abstract contract HubViews {
    /// @notice Free and locked money of an account, nRLC.
    function viewAccount(address account) external view returns (Account memory) {
        PocoStorage.Layout storage $ = PocoStorage.load();
        return Account($.balances[account], $.frozens[account]);
    }

    /// @notice Volume of an order that is used up or closed.
    function viewConsumed(OrderHash _id) external view returns (uint256 consumed) {
        return PocoStorage.load().consumed[_id];
    }

    /// @notice Account that signed an order on chain, or zero.
    function viewPresigned(OrderHash _id) external view returns (address signer) {
        return PocoStorage.load().presigned[_id];
    }

    /// @notice A deal.
    function viewDeal(DealId id) external view returns (Deal memory) {
        return PocoStorage.load().deals[id];
    }

    /// @notice A task.
    function viewTask(TaskId id) external view returns (Task memory) {
        return PocoStorage.load().tasks[id];
    }

    /// @notice Contribution of a worker to a task.
    function viewContribution(TaskId _taskid, address _worker) external view returns (Contribution memory) {
        return PocoStorage.load().contributions[_taskid][_worker];
    }

    /// @notice A worker's reputation.
    function viewScore(address _worker) external view returns (uint256) {
        return PocoStorage.load().scores[_worker];
    }

    /// @notice The callback data of a task that is done (ERC-1154).
    /// @dev Reverts `task-pending` for any other.
    function resultFor(TaskId id) external view returns (bytes memory) {
        Task storage task = PocoStorage.load().tasks[id];
        require(task.status == TaskStatus.COMPLETED, "task-pending");
        return task.resultsCallback;
    }
}
