// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DealId, TaskId} from "../types/Ids.sol";
import {Deal, Task, TaskStatus, Contribution, ContributionStatus, Category} from "../types/Records.sol";
import {PocoStorage} from "../storage/PocoStorage.sol";

/// @title Records as flat values, for decoders without structs
abstract contract LegacyDesk {
    /// @notice The three assets of a deal.
    function viewDealABILegacy_pt1(
        DealId _id
    )
        external
        view
        returns (
            address appPointer,
            address appOwner,
            uint256 appPrice,
            address datasetPointer,
            address datasetOwner,
            uint256 datasetPrice,
            address workerpoolPointer,
            address workerpoolOwner,
            uint256 workerpoolPrice
        )
    {
        Deal storage deal = PocoStorage.load().deals[_id];
        return (
            deal.app.pointer,
            deal.app.owner,
            deal.app.price,
            deal.dataset.pointer,
            deal.dataset.owner,
            deal.dataset.price,
            deal.workerpool.pointer,
            deal.workerpool.owner,
            deal.workerpool.price
        );
    }

    /// @notice Order of a deal: parties, tag and parameters.
    function viewDealABILegacy_pt2(
        DealId _id
    )
        external
        view
        returns (
            uint256 trust,
            bytes32 tag,
            address requester,
            address beneficiary,
            address callback,
            string memory params
        )
    {
        Deal storage deal = PocoStorage.load().deals[_id];
        return (deal.trust, deal.tag, deal.requester, deal.beneficiary, deal.callback, deal.params);
    }

    /// @notice Kind, time and size of a deal.
    function viewConfigABILegacy(
        DealId _id
    )
        external
        view
        returns (
            uint256 category,
            uint256 startTime,
            uint256 botFirst,
            uint256 botSize,
            uint256 workerStake,
            uint256 schedulerRewardRatio
        )
    {
        Deal storage deal = PocoStorage.load().deals[_id];
        return (
            deal.category,
            deal.startTime,
            deal.botFirst,
            deal.botSize,
            deal.workerStake,
            deal.schedulerRewardRatio
        );
    }

    /// @notice Free and locked money of an account.
    function viewAccountABILegacy(address _user) external view returns (uint256 stake, uint256 locked) {
        PocoStorage.Layout storage $ = PocoStorage.load();
        return ($.balances[_user], $.frozens[_user]);
    }

    /// @notice A task, without its digest and its callback data.
    function viewTaskABILegacy(
        TaskId _taskid
    )
        external
        view
        returns (
            TaskStatus status,
            bytes32 dealid,
            uint256 idx,
            uint256 timeref,
            uint256 contributionDeadline,
            uint256 revealDeadline,
            uint256 finalDeadline,
            bytes32 consensusValue,
            uint256 revealCounter,
            uint256 winnerCounter,
            address[] memory contributors,
            bytes memory results
        )
    {
        Task storage task = PocoStorage.load().tasks[_taskid];
        return (
            task.status,
            task.dealid,
            task.idx,
            task.timeref,
            task.contributionDeadline,
            task.revealDeadline,
            task.finalDeadline,
            task.consensusValue,
            task.revealCounter,
            task.winnerCounter,
            task.contributors,
            task.results
        );
    }

    /// @notice A contribution, without its weight.
    function viewContributionABILegacy(
        TaskId _taskid,
        address _worker
    )
        external
        view
        returns (ContributionStatus status, bytes32 resultHash, bytes32 resultSeal, address enclaveChallenge)
    {
        Contribution storage c = PocoStorage.load().contributions[_taskid][_worker];
        return (c.status, c.resultHash, c.resultSeal, c.enclaveChallenge);
    }

    /// @notice A category.
    /// @dev Empty revert: there are fewer.
    function viewCategoryABILegacy(
        uint256 _catid
    ) external view returns (string memory name, string memory description, uint256 workClockTimeRef) {
        Category[] storage categories = PocoStorage.load().categories;
        require(_catid < categories.length);
        Category storage category = categories[_catid];
        return (category.name, category.description, category.workClockTimeRef);
    }
}
