// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DealId, TaskId, taskIdOf} from "../types/Ids.sol";
import {Deal, Task, TaskStatus, Contribution, ContributionStatus} from "../types/Records.sol";
import "../types/Constants.sol";
import {PocoStorage} from "../storage/PocoStorage.sol";
import {TaskEvents} from "../events/HubEvents.sol";
import {Callbacks} from "../libraries/Callbacks.sol";
import {Consensus} from "../libraries/Consensus.sol";
import {Contributions} from "../libraries/Contributions.sol";
import {Ledger} from "../libraries/Ledger.sol";
import {Settlement} from "../libraries/Settlement.sol";

/// @title A task's life
/// @notice initialize -> contribute (by several workers, until they agree) -> reveal -> finalize;
/// or, without a vote, initialize -> contributeAndFinalize; or, after the final deadline, claim. A
/// deadline's own second is too late.
/// @dev By the protocol every unmet requirement reverts with no data; each function lists its own.
abstract contract HubTasks {
    /// @notice Opens task `index` of a deal. Anyone may, at any time, even after the deadlines.
    /// @dev Empty revert: the index is not of this deal, or the task was opened before.
    function initialize(DealId dealId, uint256 index) external returns (TaskId) {
        return _initialize(dealId, index);
    }

    /// @notice Opens several tasks, all or none.
    /// @dev Empty revert: lengths differ, or as {initialize}.
    function initializeArray(DealId[] calldata dealIds, uint256[] calldata indexes) external returns (bool) {
        require(dealIds.length == indexes.length);
        for (uint256 i = 0; i < dealIds.length; ++i) _initialize(dealIds[i], indexes[i]);
        return true;
    }

    /// @notice Votes for a result, without telling it, and locks the worker's stake.
    /// @param resultHash keccak256(taskId, digest).
    /// @param resultSeal keccak256(worker, taskId, digest): the worker cannot have copied another's
    /// vote.
    /// @param enclaveChallenge Address the enclave signs with; zero when the task ran outside one.
    /// @param enclaveSign The enclave's signature of hash and seal; ignored without a challenge.
    /// @param authorizationSign Signature by the pool's owner (or the TEE broker, if there is one
    /// and there is a challenge) of worker, task and challenge.
    /// @dev Empty revert: the task is not active, the contribution deadline is over, the worker
    /// contributed before, the deal's tag wants an enclave and there is no challenge, or the
    /// authorisation or the enclave's signature is wrong.
    function contribute(
        TaskId taskId,
        bytes32 resultHash,
        bytes32 resultSeal,
        address enclaveChallenge,
        bytes calldata enclaveSign,
        bytes calldata authorizationSign
    ) external {
        PocoStorage.Layout storage $ = PocoStorage.load();
        Task storage task = $.tasks[taskId];
        Deal storage deal = $.deals[DealId.wrap(task.dealid)];
        Contribution storage contribution = $.contributions[taskId][msg.sender];
        require(task.status == TaskStatus.ACTIVE);
        require(block.timestamp < task.contributionDeadline);
        require(contribution.status == ContributionStatus.UNSET);
        Contributions.requireAuthorized(taskId, deal, enclaveChallenge, authorizationSign);
        Contributions.requireEnclave(resultHash, resultSeal, enclaveChallenge, enclaveSign);

        contribution.status = ContributionStatus.CONTRIBUTED;
        contribution.resultHash = resultHash;
        contribution.resultSeal = resultSeal;
        contribution.enclaveChallenge = enclaveChallenge;
        task.contributors.push(msg.sender);
        Ledger.lock(msg.sender, deal.workerStake);
        emit TaskEvents.TaskContribute(taskId, msg.sender, resultHash);

        contribution.weight = Consensus.vote(taskId, msg.sender, resultHash);
        if (Consensus.isReached(taskId, resultHash, deal.trust)) {
            task.status = TaskStatus.REVEALING;
            task.consensusValue = resultHash;
            task.revealDeadline = block.timestamp + task.timeref * REVEAL_DEADLINE_RATIO;
            task.revealCounter = 0;
            task.winnerCounter = Consensus.countWinners(taskId, resultHash);
            emit TaskEvents.TaskConsensus(taskId, resultHash);
        }
    }

    /// @notice Contributes the only vote, tells the result and ends the task, in one call. Needs no
    /// stake.
    /// @dev Empty revert: as {contribute}, or there is a contribution already, or the deal's trust
    /// is above 1, or `resultDigest` was not made from the callback data.
    function contributeAndFinalize(
        TaskId taskId,
        bytes32 resultDigest,
        bytes calldata results,
        bytes calldata resultsCallback,
        address enclaveChallenge,
        bytes calldata enclaveSign,
        bytes calldata authorizationSign
    ) external {
        PocoStorage.Layout storage $ = PocoStorage.load();
        Task storage task = $.tasks[taskId];
        Deal storage deal = $.deals[DealId.wrap(task.dealid)];
        require(task.status == TaskStatus.ACTIVE);
        require(block.timestamp < task.contributionDeadline);
        require(task.contributors.length == 0);
        require(deal.trust == 1);
        require(Callbacks.isAcceptable(deal, resultsCallback, resultDigest));
        Contributions.requireAuthorized(taskId, deal, enclaveChallenge, authorizationSign);
        bytes32 resultHash = Contributions.hashOf(taskId, resultDigest);
        bytes32 resultSeal = Contributions.sealOf(msg.sender, taskId, resultDigest);
        Contributions.requireEnclave(resultHash, resultSeal, enclaveChallenge, enclaveSign);

        Contribution storage contribution = $.contributions[taskId][msg.sender];
        contribution.status = ContributionStatus.PROVED;
        contribution.resultHash = resultHash;
        contribution.resultSeal = resultSeal;
        contribution.enclaveChallenge = enclaveChallenge;
        task.status = TaskStatus.COMPLETED;
        task.consensusValue = resultHash;
        task.revealDeadline = block.timestamp + task.timeref * REVEAL_DEADLINE_RATIO;
        task.revealCounter = 1;
        task.winnerCounter = 1;
        task.contributors.push(msg.sender);
        task.resultDigest = resultDigest;
        task.results = results;
        task.resultsCallback = resultsCallback;

        Settlement.settleSuccess(taskId, deal);
        Settlement.shareRewardOfOne(taskId, deal, msg.sender);
        emit TaskEvents.TaskContribute(taskId, msg.sender, resultHash);
        emit TaskEvents.TaskConsensus(taskId, resultHash);
        emit TaskEvents.TaskReveal(taskId, msg.sender, resultDigest);
        emit TaskEvents.TaskFinalize(taskId, results);
        Callbacks.deliver(taskId, deal, resultsCallback);
    }

    /// @notice Tells the result the caller voted for.
    /// @dev Empty revert: the task is not revealing, the reveal deadline is over, the caller did
    /// not vote for the consensus or has revealed, or hash or seal of its vote were not made from
    /// this digest.
    function reveal(TaskId taskId, bytes32 resultDigest) external {
        PocoStorage.Layout storage $ = PocoStorage.load();
        Task storage task = $.tasks[taskId];
        Contribution storage contribution = $.contributions[taskId][msg.sender];
        require(task.status == TaskStatus.REVEALING);
        require(block.timestamp < task.revealDeadline);
        require(contribution.status == ContributionStatus.CONTRIBUTED);
        require(contribution.resultHash == task.consensusValue);
        require(contribution.resultHash == Contributions.hashOf(taskId, resultDigest));
        require(contribution.resultSeal == Contributions.sealOf(msg.sender, taskId, resultDigest));

        contribution.status = ContributionStatus.PROVED;
        ++task.revealCounter;
        task.resultDigest = resultDigest;
        emit TaskEvents.TaskReveal(taskId, msg.sender, resultDigest);
    }

    /// @notice Rejects a consensus that no worker revealed. Its voters stay contributors, and are
    /// punished if the task succeeds after all.
    /// @dev Empty revert: the caller is not the pool's owner, the task is not revealing, the final
    /// deadline is over, the reveal deadline is not over, or a worker revealed.
    function reopen(TaskId taskId) external {
        PocoStorage.Layout storage $ = PocoStorage.load();
        Task storage task = $.tasks[taskId];
        require(msg.sender == $.deals[DealId.wrap(task.dealid)].workerpool.owner);
        require(task.status == TaskStatus.REVEALING);
        require(block.timestamp < task.finalDeadline);
        require(task.revealDeadline <= block.timestamp);
        require(task.revealCounter == 0);

        Consensus.rejectGroup(taskId, task.consensusValue);
        task.status = TaskStatus.ACTIVE;
        task.consensusValue = 0;
        task.revealDeadline = 0;
        task.winnerCounter = 0;
        emit TaskEvents.TaskReopen(taskId);
    }

    /// @notice Ends a task with its results and pays all parties.
    /// @dev Empty revert: the caller is not the pool's owner, the task is not revealing, the final
    /// deadline is over, winners may still reveal, no worker revealed, or the digest was not made
    /// from the callback data.
    function finalize(TaskId taskId, bytes calldata results, bytes calldata resultsCallback) external {
        PocoStorage.Layout storage $ = PocoStorage.load();
        Task storage task = $.tasks[taskId];
        Deal storage deal = $.deals[DealId.wrap(task.dealid)];
        require(msg.sender == deal.workerpool.owner);
        require(task.status == TaskStatus.REVEALING);
        require(block.timestamp < task.finalDeadline);
        require(
            task.revealCounter == task.winnerCounter ||
                (task.revealCounter > 0 && task.revealDeadline <= block.timestamp)
        );
        require(Callbacks.isAcceptable(deal, resultsCallback, task.resultDigest));

        task.status = TaskStatus.COMPLETED;
        task.results = results;
        task.resultsCallback = resultsCallback;
        Settlement.settleSuccess(taskId, deal);
        Settlement.shareReward(taskId, deal);
        emit TaskEvents.TaskFinalize(taskId, results);
        Callbacks.deliver(taskId, deal, resultsCallback);
    }

    /// @notice Gives up a task that did not end in time; the payer gets its money back. Anyone may.
    /// @dev Empty revert: the task is neither active nor revealing, or the final deadline is not
    /// over.
    function claim(TaskId taskId) external {
        _claim(taskId);
    }

    /// @notice Gives up several tasks, all or none.
    /// @dev Empty revert: as {claim}.
    function claimArray(TaskId[] calldata taskIds) external returns (bool) {
        for (uint256 i = 0; i < taskIds.length; ++i) _claim(taskIds[i]);
        return true;
    }

    /// @notice Opens tasks that were never opened and gives them up at once, all or none.
    /// @dev Empty revert: lengths differ, or as {initialize} and {claim}.
    function initializeAndClaimArray(DealId[] calldata dealIds, uint256[] calldata indexes) external returns (bool) {
        require(dealIds.length == indexes.length);
        for (uint256 i = 0; i < dealIds.length; ++i) _claim(_initialize(dealIds[i], indexes[i]));
        return true;
    }

    function _initialize(DealId dealId, uint256 index) private returns (TaskId taskId) {
        PocoStorage.Layout storage $ = PocoStorage.load();
        Deal storage deal = $.deals[dealId];
        require(index >= deal.botFirst && index - deal.botFirst < deal.botSize);
        taskId = taskIdOf(dealId, index);
        Task storage task = $.tasks[taskId];
        require(task.status == TaskStatus.UNSET);

        uint256 timeref = $.categories[deal.category].workClockTimeRef;
        task.status = TaskStatus.ACTIVE;
        task.dealid = DealId.unwrap(dealId);
        task.idx = index;
        task.timeref = timeref;
        task.contributionDeadline = deal.startTime + timeref * CONTRIBUTION_DEADLINE_RATIO;
        task.finalDeadline = deal.startTime + timeref * FINAL_DEADLINE_RATIO;
        $.votes[taskId].total = 1;
        emit TaskEvents.TaskInitialize(taskId, deal.workerpool.pointer);
    }

    function _claim(TaskId taskId) private {
        PocoStorage.Layout storage $ = PocoStorage.load();
        Task storage task = $.tasks[taskId];
        require(task.status == TaskStatus.ACTIVE || task.status == TaskStatus.REVEALING);
        require(task.finalDeadline <= block.timestamp);
        task.status = TaskStatus.FAILED;
        Settlement.settleFailure(taskId, $.deals[DealId.wrap(task.dealid)]);
        emit TaskEvents.TaskClaimed(taskId);
    }
}
