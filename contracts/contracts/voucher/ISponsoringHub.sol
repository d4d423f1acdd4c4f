// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DealId, TaskId} from "../types/Ids.sol";
import {AppOrder, DatasetOrder, WorkerpoolOrder, RequestOrder} from "../types/Orders.sol";
import {Deal, Task} from "../types/Records.sol";

/// @title The {Hub} as vouchers call it
interface ISponsoringHub {
    /// @notice Makes a deal that the caller pays for.
    function sponsorMatchOrders(
        AppOrder calldata appOrder,
        DatasetOrder calldata datasetOrder,
        WorkerpoolOrder calldata workerpoolOrder,
        RequestOrder calldata requestOrder
    ) external returns (DealId);

    /// @notice Number of tasks that a deal of these orders would have.
    function computeDealVolume(
        AppOrder calldata appOrder,
        DatasetOrder calldata datasetOrder,
        WorkerpoolOrder calldata workerpoolOrder,
        RequestOrder calldata requestOrder
    ) external view returns (uint256);

    /// @notice Ends a task that is late.
    function claim(TaskId taskId) external;

    /// @notice A task.
    function viewTask(TaskId id) external view returns (Task memory);

    /// @notice A deal.
    function viewDeal(DealId id) external view returns (Deal memory);

    /// @notice Moves staked RLC of the caller.
    function transfer(address recipient, uint256 amount) external returns (bool);

    /// @notice Moves staked RLC of an account that allowed the caller to.
    function transferFrom(address sender, address recipient, uint256 amount) external returns (bool);
}
