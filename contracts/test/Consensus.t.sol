// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Consensus} from "../contracts/libraries/Consensus.sol";
import {PocoStorage} from "../contracts/storage/PocoStorage.sol";
import {TaskId} from "../contracts/types/Ids.sol";

/// @title Consensus of votes
contract ConsensusTest {
    TaskId private constant TASK = TaskId.wrap(bytes32(uint256(1)));

    function setUp() external {
        PocoStorage.load().votes[TASK].total = 1;
    }

    function test_powerBeginsAtTwoAndGrowsWithEveryThirdPoint() external pure {
        uint8[7] memory powers = [2, 2, 2, 2, 3, 3, 4];
        uint8[7] memory scores = [0, 3, 9, 11, 12, 14, 15];
        for (uint256 i = 0; i < scores.length; ++i) assert(Consensus.power(scores[i]) == powers[i]);
    }

    function testFuzz_powerNeverShrinksWithTheScore(uint128 score, uint128 more) external pure {
        assert(Consensus.power(uint256(score) + more) >= Consensus.power(score));
    }

    /// @dev Powers of workers that agree multiply; the first vote counts as its power.
    function testFuzz_freshWorkersThatAgreeDoubleTheirGroup(uint8 count, bytes32 result) external {
        uint256 voters = count % 32;
        for (uint160 i = 0; i < voters; ++i) Consensus.vote(TASK, address(i + 1), result);
        uint256 group = PocoStorage.load().votes[TASK].group[result];
        assert(group == (voters == 0 ? 0 : 2 ** voters));
        assert(PocoStorage.load().votes[TASK].total == group + 1);
    }

    /// @dev A group wins with more than (trust - 1) / trust of all votes.
    function testFuzz_aGroupWinsOnlyWithMoreThanItsShare(uint8 good, uint8 bad, uint16 trust) external {
        trust = trust == 0 ? 1 : trust;
        for (uint160 i = 0; i < good % 16; ++i) Consensus.vote(TASK, address(i + 1), "good");
        for (uint160 i = 0; i < bad % 16; ++i) Consensus.vote(TASK, address(i + 100), "bad");
        uint256 group = PocoStorage.load().votes[TASK].group["good"];
        uint256 others = PocoStorage.load().votes[TASK].total - group;
        assert(Consensus.isReached(TASK, "good", trust) == (group > others * (uint256(trust) - 1)));
    }
}
