// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {OrderHash, DealId} from "../types/Ids.sol";
import "../types/Orders.sol";
import {Deal} from "../types/Records.sol";
import {PocoStorage} from "../storage/PocoStorage.sol";
import {OrderEvents} from "../events/HubEvents.sol";
import {DatasetTags} from "../hub/DatasetTags.sol";
import {IAsset} from "../registries/IAsset.sol";
import {Matching, Parties} from "../libraries/Matching.sol";
import {OrderHashing} from "../libraries/OrderHashing.sol";
import {Restrictions} from "../libraries/Restrictions.sol";
import {Signatures} from "../libraries/Signatures.sol";

/// @title Orders outside a match
/// @notice A maker signs an order on chain or closes it; others check signatures, compute the size
/// of a match, or publish orders.
abstract contract OrderDesk is DatasetTags {
    using OrderHashing for AppOrder;
    using OrderHashing for DatasetOrder;
    using OrderHashing for WorkerpoolOrder;
    using OrderHashing for RequestOrder;
    using OrderHashing for AppOrderOperation;
    using OrderHashing for DatasetOrderOperation;
    using OrderHashing for WorkerpoolOrderOperation;
    using OrderHashing for RequestOrderOperation;
    using Restrictions for address;
    using Signatures for address;

    /// @notice The dataset order does not go with the deal.
    error IncompatibleDatasetOrder(string reason);

    /// @notice EIP-712 domain of this hub on the chain as it is now.
    function domain() external view returns (EIP712Domain memory) {
        return OrderHashing.domain();
    }

    /// @notice The separator orders are verified with.
    function eip712domain_separator() external view returns (bytes32) {
        return PocoStorage.load().domainSeparator;
    }

    /// @notice Whether `account` signed `digest`, see {Signatures}.
    /// @dev Reverts `invalid-signature-format` for a length an account without code cannot have
    /// signed with.
    function verifySignature(address account, bytes32 digest, bytes calldata signature) external view returns (bool) {
        return account.isSignature(digest, signature);
    }

    /// @notice Whether `account` signed the order of this digest on chain.
    function verifyPresignature(address account, OrderHash digest) external view returns (bool) {
        return account.isPresigned(digest);
    }

    /// @notice Whether `account` signed in one of the two ways; the signature is checked only
    /// without a presignature.
    function verifyPresignatureOrSignature(
        address account,
        OrderHash digest,
        bytes calldata signature
    ) external view returns (bool) {
        return account.isSigned(digest, signature);
    }

    /// @notice Signs or closes an app order, as the app's owner or with its signature of the
    /// operation.
    /// @dev Reverts `invalid-sender-or-signature`, or `invalid-signature-format` (also for another
    /// caller without any signature). Empty revert: an operation that does not exist, or an app
    /// without an owner.
    function manageAppOrder(AppOrderOperation calldata appOrderOperation) external {
        bytes32 operation = appOrderOperation.operationDigest();
        address owner = IAsset(appOrderOperation.order.app).owner();
        _requireActor(owner, operation, appOrderOperation.sign);
        OrderHash orderHash = appOrderOperation.order.hash();
        if (_apply(appOrderOperation.operation, owner, orderHash, appOrderOperation.order.volume)) {
            emit OrderEvents.SignedAppOrder(orderHash);
        } else {
            emit OrderEvents.ClosedAppOrder(orderHash);
        }
    }

    /// @notice Signs or closes a dataset order, see {manageAppOrder}.
    function manageDatasetOrder(DatasetOrderOperation calldata datasetOrderOperation) external {
        bytes32 operation = datasetOrderOperation.operationDigest();
        address owner = IAsset(datasetOrderOperation.order.dataset).owner();
        _requireActor(owner, operation, datasetOrderOperation.sign);
        OrderHash orderHash = datasetOrderOperation.order.hash();
        if (_apply(datasetOrderOperation.operation, owner, orderHash, datasetOrderOperation.order.volume)) {
            emit OrderEvents.SignedDatasetOrder(orderHash);
        } else {
            emit OrderEvents.ClosedDatasetOrder(orderHash);
        }
    }

    /// @notice Signs or closes a workerpool order, see {manageAppOrder}.
    function manageWorkerpoolOrder(WorkerpoolOrderOperation calldata workerpoolOrderOperation) external {
        bytes32 operation = workerpoolOrderOperation.operationDigest();
        address owner = IAsset(workerpoolOrderOperation.order.workerpool).owner();
        _requireActor(owner, operation, workerpoolOrderOperation.sign);
        OrderHash orderHash = workerpoolOrderOperation.order.hash();
        if (_apply(workerpoolOrderOperation.operation, owner, orderHash, workerpoolOrderOperation.order.volume)) {
            emit OrderEvents.SignedWorkerpoolOrder(orderHash);
        } else {
            emit OrderEvents.ClosedWorkerpoolOrder(orderHash);
        }
    }

    /// @notice Signs or closes a request order, as the requester or with its signature. See
    /// {manageAppOrder}.
    function manageRequestOrder(RequestOrderOperation calldata requestOrderOperation) external {
        bytes32 operation = requestOrderOperation.operationDigest();
        address requester = requestOrderOperation.order.requester;
        _requireActor(requester, operation, requestOrderOperation.sign);
        OrderHash orderHash = requestOrderOperation.order.hash();
        if (_apply(requestOrderOperation.operation, requester, orderHash, requestOrderOperation.order.volume)) {
            emit OrderEvents.SignedRequestOrder(orderHash);
        } else {
            emit OrderEvents.ClosedRequestOrder(orderHash);
        }
    }

    /// @notice Number of tasks that a match of these orders would have. Checks neither terms nor
    /// signatures.
    function computeDealVolume(
        AppOrder calldata appOrder,
        DatasetOrder calldata datasetOrder,
        WorkerpoolOrder calldata workerpoolOrder,
        RequestOrder calldata requestOrder
    ) external view returns (uint256) {
        Parties memory p;
        p.hasDataset = datasetOrder.dataset != address(0);
        p.appHash = appOrder.hash();
        if (p.hasDataset) p.datasetHash = datasetOrder.hash();
        p.workerpoolHash = workerpoolOrder.hash();
        p.requestHash = requestOrder.hash();
        return
            Matching.availableVolume(
                p,
                appOrder.volume,
                datasetOrder.volume,
                workerpoolOrder.volume,
                requestOrder.volume
            );
    }

    /// @notice Returns if a dataset order may serve a deal made without a dataset: one of many
    /// datasets processed in bulk, none of which the chain pays for.
    /// @dev Reverts {IncompatibleDatasetOrder} with the first reason why not; as `owner()` of the
    /// dataset or {verifySignature} where these revert.
    function assertDatasetDealCompatibility(DatasetOrder calldata datasetOrder, DealId dealId) external view {
        PocoStorage.Layout storage $ = PocoStorage.load();
        OrderHash orderHash = datasetOrder.hash();
        _requireCompatible($.consumed[orderHash] < datasetOrder.volume, "Dataset order is revoked or fully consumed");
        address owner = IAsset(datasetOrder.dataset).owner();
        _requireCompatible(owner.isSigned(orderHash, datasetOrder.sign), "Invalid dataset order signature");
        Deal storage deal = $.deals[dealId];
        _requireCompatible(deal.requester != address(0), "Deal not found");
        _requireCompatible(deal.dataset.pointer == address(0), "Deal already has a dataset");
        _requireCompatible(datasetOrder.apprestrict.admits(deal.app.pointer), "App restriction not satisfied");
        _requireCompatible(
            datasetOrder.workerpoolrestrict.admits(deal.workerpool.pointer),
            "Workerpool restriction not satisfied"
        );
        _requireCompatible(
            datasetOrder.requesterrestrict.admits(deal.requester),
            "Requester restriction not satisfied"
        );
        _requireCompatible(_effectiveTag(datasetOrder) & ~deal.tag == 0, "Tag compatibility not satisfied");
    }

    /// @notice Publishes an order in the logs, unchecked.
    function broadcastAppOrder(AppOrder calldata appOrder) external {
        emit OrderEvents.BroadcastAppOrder(appOrder);
    }

    /// @notice See {broadcastAppOrder}.
    function broadcastDatasetOrder(DatasetOrder calldata datasetOrder) external {
        emit OrderEvents.BroadcastDatasetOrder(datasetOrder);
    }

    /// @notice See {broadcastAppOrder}.
    function broadcastWorkerpoolOrder(WorkerpoolOrder calldata workerpoolOrder) external {
        emit OrderEvents.BroadcastWorkerpoolOrder(workerpoolOrder);
    }

    /// @notice See {broadcastAppOrder}.
    function broadcastRequestOrder(RequestOrder calldata requestOrder) external {
        emit OrderEvents.BroadcastRequestOrder(requestOrder);
    }

    /// @dev A caller other than the actor brings the actor's signature of the operation.
    function _requireActor(address actor, bytes32 operation, bytes calldata signature) private view {
        require(msg.sender == actor || actor.isSignature(operation, signature), "invalid-sender-or-signature");
    }

    /// @dev Closing uses up the rest of the volume, and may be repeated. Returns whether the order
    /// was signed, not closed.
    function _apply(
        OrderOperation operation,
        address actor,
        OrderHash orderHash,
        uint256 volume
    ) private returns (bool signed) {
        signed = operation == OrderOperation.SIGN;
        if (signed) PocoStorage.load().presigned[orderHash] = actor;
        else PocoStorage.load().consumed[orderHash] = volume;
    }

    function _requireCompatible(bool condition, string memory reason) private pure {
        if (!condition) revert IncompatibleDatasetOrder(reason);
    }
}
