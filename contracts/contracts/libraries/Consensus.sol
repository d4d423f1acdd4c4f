// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {TaskId} from "../types/Ids.sol";
import {Task, Contribution, ContributionStatus, Votes} from "../types/Records.sol";
import {PocoStorage} from "../storage/PocoStorage.sol";

/// @title Proof of contribution: the consensus of workers
/// @notice A worker's power grows with its score. Powers of workers who give the same result
/// multiply: they are unlikely to err alike. A result wins once it holds more than (trust - 1) /
/// trust of all votes, where 1 vote stands for no result.
library Consensus {
    /// @dev Voting power of a worker of this score; never less than 2.
    function power(uint256 score) internal pure returns (uint256) {
        uint256 third = score / 3;
        return (third > 3 ? third : 3) - 1;
    }

    /// @dev Adds a vote of `worker` for `resultHash`; returns the weight of its share in the
    /// reward.
    function vote(TaskId taskId, address worker, bytes32 resultHash) internal returns (uint256 weight) {
        PocoStorage.Layout storage $ = PocoStorage.load();
        Votes storage votes = $.votes[taskId];
        uint256 w = power($.scores[worker]);
        uint256 group = votes.group[resultHash];
        uint256 delta = (group > 1 ? group : 1) * w - group;
        votes.group[resultHash] = group + delta;
        votes.total += delta;
        return log2(w);
    }

    /// @dev Whether `resultHash` has won at this level of trust.
    function isReached(TaskId taskId, bytes32 resultHash, uint256 trust) internal view returns (bool) {
        Votes storage votes = PocoStorage.load().votes[taskId];
        return votes.group[resultHash] * trust > votes.total * (trust - 1);
    }

    /// @dev Number of workers that still stand behind `resultHash`; those rejected by a reopening
    /// do not.
    function countWinners(TaskId taskId, bytes32 resultHash) internal view returns (uint256 winners) {
        PocoStorage.Layout storage $ = PocoStorage.load();
        address[] storage contributors = $.tasks[taskId].contributors;
        for (uint256 i = 0; i < contributors.length; ++i) {
            Contribution storage contribution = $.contributions[taskId][contributors[i]];
            if (
                contribution.resultHash == resultHash && contribution.status == ContributionStatus.CONTRIBUTED
            ) ++winners;
        }
    }

    /// @dev Takes back all votes for `resultHash` and rejects the workers who cast them.
    function rejectGroup(TaskId taskId, bytes32 resultHash) internal {
        PocoStorage.Layout storage $ = PocoStorage.load();
        Task storage task = $.tasks[taskId];
        for (uint256 i = 0; i < task.contributors.length; ++i) {
            Contribution storage contribution = $.contributions[taskId][task.contributors[i]];
            if (contribution.resultHash == resultHash) contribution.status = ContributionStatus.REJECTED;
        }
        Votes storage votes = $.votes[taskId];
        votes.total -= votes.group[resultHash];
        votes.group[resultHash] = 0;
    }

    function log2(uint256 x) private pure returns (uint256 result) {
        while ((x >>= 1) > 0) ++result;
    }
}
