// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {OrderHash, DealId, TaskId} from "../types/Ids.sol";
import {AppOrder, DatasetOrder, WorkerpoolOrder, RequestOrder} from "../types/Orders.sol";

/// Everything the hub logs. Clients filter by topic, so which arguments are indexed is part of the
/// interface.

/// @title Logs of the escrow. Amounts are nRLC, and logs of amount zero are emitted like any other.
interface EscrowEvents {
    /// @notice Money moved between free balances; from zero it was deposited, to zero withdrawn.
    event Transfer(address indexed from, address indexed to, uint256 value);
    /// @notice `spender` may move `value` of `owner`.
    event Approval(address indexed owner, address indexed spender, uint256 value);
    /// @notice `owner` locked `amount` for a deal or a contribution.
    event Lock(address owner, uint256 amount);
    /// @notice `owner` got `amount` back.
    event Unlock(address owner, uint256 amount);
    /// @notice `owner` was paid `amount` for the task `ref`.
    event Reward(address owner, uint256 amount, TaskId ref);
    /// @notice `owner` lost `amount` it had locked, to the parties of the task `ref`.
    event Seize(address owner, uint256 amount, TaskId ref);
}

/// @title Logs about orders and the deals made of them.
interface OrderEvents {
    /// @notice An order may be matched without a signature from now on.
    event SignedAppOrder(OrderHash appHash);
    /// @notice See {SignedAppOrder}.
    event SignedDatasetOrder(OrderHash datasetHash);
    /// @notice See {SignedAppOrder}.
    event SignedWorkerpoolOrder(OrderHash workerpoolHash);
    /// @notice See {SignedAppOrder}.
    event SignedRequestOrder(OrderHash requestHash);
    /// @notice The rest of an order can no longer be matched.
    event ClosedAppOrder(OrderHash appHash);
    /// @notice See {ClosedAppOrder}.
    event ClosedDatasetOrder(OrderHash datasetHash);
    /// @notice See {ClosedAppOrder}.
    event ClosedWorkerpoolOrder(OrderHash workerpoolHash);
    /// @notice See {ClosedAppOrder}.
    event ClosedRequestOrder(OrderHash requestHash);
    /// @notice An order was published, unchecked.
    event BroadcastAppOrder(AppOrder apporder);
    /// @notice See {BroadcastAppOrder}.
    event BroadcastDatasetOrder(DatasetOrder datasetorder);
    /// @notice See {BroadcastAppOrder}.
    event BroadcastWorkerpoolOrder(WorkerpoolOrder workerpoolorder);
    /// @notice See {BroadcastAppOrder}.
    event BroadcastRequestOrder(RequestOrder requestorder);
    /// @notice Tells the scheduler of `workerpool` of a new deal.
    event SchedulerNotice(address indexed workerpool, DealId dealid);
    /// @notice A deal was made of four orders, or of three: then `datasetHash` is zero.
    event OrdersMatched(
        DealId dealid,
        OrderHash appHash,
        OrderHash datasetHash,
        OrderHash workerpoolHash,
        OrderHash requestHash,
        uint256 volume
    );
    /// @notice `sponsor` pays for the deal in the requester's place.
    event DealSponsored(DealId dealId, address sponsor);
}

/// @title Logs of a task's life, in the order it lives.
interface TaskEvents {
    /// @notice The task can be contributed to.
    event TaskInitialize(TaskId indexed taskid, address indexed workerpool);
    /// @notice `worker` voted for a result, hidden in `hash`.
    event TaskContribute(TaskId indexed taskid, address indexed worker, bytes32 hash);
    /// @notice The votes settled on the result hidden in `consensus`.
    event TaskConsensus(TaskId indexed taskid, bytes32 consensus);
    /// @notice `worker` proved that it knew the result.
    event TaskReveal(TaskId indexed taskid, address indexed worker, bytes32 digest);
    /// @notice No worker revealed; the task takes other contributions.
    event TaskReopen(TaskId indexed taskid);
    /// @notice The task is done and paid.
    event TaskFinalize(TaskId indexed taskid, bytes results);
    /// @notice The task failed and was paid back.
    event TaskClaimed(TaskId indexed taskid);
    /// @notice `worker` won reputation.
    event AccurateContribution(address indexed worker, TaskId indexed taskid);
    /// @notice `worker` lost reputation and its stake.
    event FaultyContribution(address indexed worker, TaskId indexed taskid);
}

/// @title Logs of the hub's administration.
interface AdministrationEvents {
    /// @notice A category was appended.
    event CreateCategory(uint256 catid, string name, string description, uint256 workClockTimeRef);
    /// @notice The hub has a new owner.
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);
}
