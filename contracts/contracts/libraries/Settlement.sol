// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {TaskId, DealId} from "../types/Ids.sol";
import {Deal, Task, Contribution, ContributionStatus} from "../types/Records.sol";
import {WORKERPOOL_STAKE_RATIO, KITTY_RATIO, KITTY_MIN, KITTY_ADDRESS} from "../types/Constants.sol";
import {PocoStorage} from "../storage/PocoStorage.sol";
import {TaskEvents} from "../events/HubEvents.sol";
import {Ledger} from "./Ledger.sol";

/// @title Payments when a task ends
/// @notice The order of movements is the order of the logs, which clients see.
library Settlement {
    /// @dev Amount the sponsor locked for one task.
    function taskPrice(Deal storage deal) internal view returns (uint256) {
        return deal.app.price + deal.dataset.price + deal.workerpool.price;
    }

    /// @dev Amount the workerpool's owner locked for one task. Rounded per task, not per deal.
    function poolStake(uint256 workerpoolPrice) internal pure returns (uint256) {
        return (workerpoolPrice * WORKERPOOL_STAKE_RATIO) / 100;
    }

    /// @dev Success, part one: the sponsor pays; app and dataset earn; the pool gets its stake and
    /// a bit of the kitty.
    function settleSuccess(TaskId taskId, Deal storage deal) internal {
        Ledger.seize(deal.sponsor, taskPrice(deal), taskId);
        if (deal.app.price > 0) Ledger.reward(deal.app.owner, deal.app.price, taskId);
        if (deal.dataset.price > 0 && deal.dataset.pointer != address(0)) {
            Ledger.reward(deal.dataset.owner, deal.dataset.price, taskId);
        }
        Ledger.unlock(deal.workerpool.owner, poolStake(deal.workerpool.price));
        payFromKitty(deal.workerpool.owner, taskId);
    }

    /// @dev Success, part two after a consensus: workers that proved the result share the pool's
    /// price and the stakes of the others, by weight; the scheduler gets its percentage and the
    /// remainder of rounding.
    function shareReward(TaskId taskId, Deal storage deal) internal {
        PocoStorage.Layout storage $ = PocoStorage.load();
        Task storage task = $.tasks[taskId];
        uint256 count = task.contributors.length;
        uint256 stake = deal.workerStake;
        uint256 totalReward = deal.workerpool.price;
        uint256 totalWeight = 0;
        for (uint256 i = 0; i < count; ++i) {
            Contribution storage contribution = $.contributions[taskId][task.contributors[i]];
            if (contribution.status == ContributionStatus.PROVED) totalWeight += contribution.weight;
            else totalReward += stake;
        }
        uint256 workersReward = (totalReward * (100 - deal.schedulerRewardRatio)) / 100;
        for (uint256 i = 0; i < count; ++i) {
            address worker = task.contributors[i];
            Contribution storage contribution = $.contributions[taskId][worker];
            if (contribution.status == ContributionStatus.PROVED) {
                uint256 share = (workersReward * contribution.weight) / totalWeight;
                totalReward -= share;
                payWorker(taskId, worker, stake, share, count > 1);
            } else {
                punishWorker(taskId, worker, stake);
            }
        }
        Ledger.reward(deal.workerpool.owner, totalReward, taskId);
    }

    /// @dev Success, part two without a vote: one worker, which locked nothing, and the scheduler
    /// share the price.
    function shareRewardOfOne(TaskId taskId, Deal storage deal, address worker) internal {
        uint256 share = (deal.workerpool.price * (100 - deal.schedulerRewardRatio)) / 100;
        Ledger.reward(worker, share, taskId);
        Ledger.reward(deal.workerpool.owner, deal.workerpool.price - share, taskId);
    }

    /// @dev Failure: the sponsor and every worker, right or wrong, get their locks back; the pool's
    /// goes to the kitty.
    function settleFailure(TaskId taskId, Deal storage deal) internal {
        PocoStorage.Layout storage $ = PocoStorage.load();
        Task storage task = $.tasks[taskId];
        uint256 stake = poolStake(deal.workerpool.price);
        Ledger.unlock(deal.sponsor, taskPrice(deal));
        Ledger.seize(deal.workerpool.owner, stake, taskId);
        Ledger.freeze(KITTY_ADDRESS, stake, taskId);
        for (uint256 i = 0; i < task.contributors.length; ++i) {
            Ledger.unlock(task.contributors[i], deal.workerStake);
        }
    }

    function payFromKitty(address poolOwner, TaskId taskId) private {
        uint256 kitty = PocoStorage.load().frozens[KITTY_ADDRESS];
        if (kitty == 0) return;
        uint256 amount = (kitty * KITTY_RATIO) / 100;
        if (amount < KITTY_MIN) amount = KITTY_MIN;
        if (amount > kitty) amount = kitty;
        Ledger.seize(KITTY_ADDRESS, amount, taskId);
        Ledger.reward(poolOwner, amount, taskId);
    }

    /// @dev A worker that was alone proved no agreement, so it wins no reputation.
    function payWorker(TaskId taskId, address worker, uint256 stake, uint256 share, bool agreed) private {
        Ledger.unlock(worker, stake);
        Ledger.reward(worker, share, taskId);
        if (agreed) {
            ++PocoStorage.load().scores[worker];
            emit TaskEvents.AccurateContribution(worker, taskId);
        }
    }

    /// @dev For a wrong result, for one that was not revealed, and for one rejected by a reopening.
    function punishWorker(TaskId taskId, address worker, uint256 stake) private {
        PocoStorage.Layout storage $ = PocoStorage.load();
        Ledger.seize(worker, stake, taskId);
        uint256 score = $.scores[worker];
        $.scores[worker] = score - score / 3 - (score % 3 == 0 ? 0 : 1); // Two thirds, of imported scores of any size.
        emit TaskEvents.FaultyContribution(worker, taskId);
    }
}
