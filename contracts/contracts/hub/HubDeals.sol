// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {OrderHash, DealId, dealIdOf} from "../types/Ids.sol";
import "../types/Orders.sol";
import {Deal} from "../types/Records.sol";
import {PocoStorage} from "../storage/PocoStorage.sol";
import {OrderEvents} from "../events/HubEvents.sol";
import {IWorkerpool} from "../registries/IAsset.sol";
import {Ledger} from "../libraries/Ledger.sol";
import {Matching, Parties} from "../libraries/Matching.sol";
import {Settlement} from "../libraries/Settlement.sol";
import {DatasetTags} from "./DatasetTags.sol";

/// @title Orders become deals
/// @notice Anyone may bring four orders that fit together; they become a deal of as many tasks as
/// all of them still allow. The payer locks the price, the workerpool's owner a stake.
abstract contract HubDeals is DatasetTags {
    /// @notice Makes a deal that the requester pays for. A dataset order for address zero stands
    /// for "no dataset".
    /// @dev Reverts with the code of the first rule broken (see {Matching}), or with
    /// `IexecEscrow: Transfer amount exceeds balance` when the requester or the pool's owner cannot
    /// lock enough.
    /// @return The deal's id, which also depends on how much of the request order was consumed
    /// before.
    function matchOrders(
        AppOrder calldata appOrder,
        DatasetOrder calldata datasetOrder,
        WorkerpoolOrder calldata workerpoolOrder,
        RequestOrder calldata requestOrder
    ) external returns (DealId) {
        return _match(appOrder, datasetOrder, workerpoolOrder, requestOrder, requestOrder.requester);
    }

    /// @notice Makes a deal that the caller pays for; the requester keeps its money. See
    /// {matchOrders}.
    function sponsorMatchOrders(
        AppOrder calldata appOrder,
        DatasetOrder calldata datasetOrder,
        WorkerpoolOrder calldata workerpoolOrder,
        RequestOrder calldata requestOrder
    ) external returns (DealId dealId) {
        dealId = _match(appOrder, datasetOrder, workerpoolOrder, requestOrder, msg.sender);
        emit OrderEvents.DealSponsored(dealId, msg.sender);
    }

    function _match(
        AppOrder calldata app,
        DatasetOrder calldata dataset,
        WorkerpoolOrder calldata workerpool,
        RequestOrder calldata request,
        address sponsor
    ) private returns (DealId dealId) {
        bytes32 tag = Matching.requireTerms(app, dataset, workerpool, request, _effectiveTag(dataset));
        Matching.requireAdmission(app, dataset, workerpool, request);
        Parties memory p = Matching.requireSigned(app, dataset, workerpool, request);
        uint256 volume = Matching.availableVolume(
            p,
            app.volume,
            dataset.volume,
            workerpool.volume,
            request.volume
        );
        require(volume > 0, "iExecV5-matchOrders-0x60");

        uint256 consumedBefore = PocoStorage.load().consumed[p.requestHash];
        dealId = dealIdOf(p.requestHash, consumedBefore);
        Deal storage deal = PocoStorage.load().deals[dealId];
        _recordResources(deal, p, app, dataset, workerpool);
        _recordRequest(deal, request);
        deal.tag = tag;
        deal.startTime = block.timestamp;
        deal.botFirst = consumedBefore;
        deal.botSize = volume;
        deal.sponsor = sponsor;
        _consume(p, volume);

        Ledger.lock(sponsor, Settlement.taskPrice(deal) * volume);
        Ledger.lock(p.workerpoolOwner, Settlement.poolStake(workerpool.workerpoolprice) * volume);
        emit OrderEvents.SchedulerNotice(workerpool.workerpool, dealId);
        emit OrderEvents.OrdersMatched(dealId, p.appHash, p.datasetHash, p.workerpoolHash, p.requestHash, volume);
    }

    /// @dev Owners, prices and the pool's policy as they are now.
    function _recordResources(
        Deal storage deal,
        Parties memory p,
        AppOrder calldata app,
        DatasetOrder calldata dataset,
        WorkerpoolOrder calldata workerpool
    ) private {
        deal.app.pointer = app.app;
        deal.app.owner = p.appOwner;
        deal.app.price = app.appprice;
        if (p.hasDataset) {
            deal.dataset.pointer = dataset.dataset;
            deal.dataset.owner = p.datasetOwner;
            deal.dataset.price = dataset.datasetprice;
        }
        deal.workerpool.pointer = workerpool.workerpool;
        deal.workerpool.owner = p.workerpoolOwner;
        deal.workerpool.price = workerpool.workerpoolprice;
        IWorkerpool pool = IWorkerpool(workerpool.workerpool);
        deal.workerStake = (workerpool.workerpoolprice * pool.m_workerStakeRatioPolicy()) / 100;
        deal.schedulerRewardRatio = pool.m_schedulerRewardRatioPolicy();
    }

    /// @dev A trust of zero means the same as one, and is stored as one.
    function _recordRequest(Deal storage deal, RequestOrder calldata request) private {
        deal.trust = request.trust > 1 ? request.trust : 1;
        deal.category = request.category;
        deal.requester = request.requester;
        deal.beneficiary = request.beneficiary;
        deal.callback = request.callback;
        deal.params = request.params;
    }

    function _consume(Parties memory p, uint256 volume) private {
        mapping(OrderHash => uint256) storage consumed = PocoStorage.load().consumed;
        consumed[p.appHash] += volume;
        if (p.hasDataset) consumed[p.datasetHash] += volume;
        consumed[p.workerpoolHash] += volume;
        consumed[p.requestHash] += volume;
    }
}
