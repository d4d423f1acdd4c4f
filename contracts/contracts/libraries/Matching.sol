// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {OrderHash} from "../types/Ids.sol";
import "../types/Orders.sol";
import {TAG_TEE} from "../types/Constants.sol";
import {PocoStorage} from "../storage/PocoStorage.sol";
import {IAsset} from "../registries/IAsset.sol";
import {OrderHashing} from "./OrderHashing.sol";
import {Restrictions} from "./Restrictions.sol";
import {Signatures} from "./Signatures.sol";

/// @title Parties of a deal whose orders match.
struct Parties {
    OrderHash appHash;
    OrderHash datasetHash;
    OrderHash workerpoolHash;
    OrderHash requestHash;
    address appOwner;
    address datasetOwner;
    address workerpoolOwner;
    bool hasDataset;
}

/// @title The rules that four orders must keep to become a deal
/// @notice Each rule has a code of its own, and clients read it: the order of the rules is part of
/// the interface.
library Matching {
    using OrderHashing for AppOrder;
    using OrderHashing for DatasetOrder;
    using OrderHashing for WorkerpoolOrder;
    using OrderHashing for RequestOrder;
    using Restrictions for address;
    using Signatures for address;

    /// @dev Rules 0x00 to 0x07: kind, price and tags. Of the dataset order's tag only `datasetTag`
    /// counts, see {DatasetTags}. Returns the tag of the deal.
    function requireTerms(
        AppOrder calldata app,
        DatasetOrder calldata dataset,
        WorkerpoolOrder calldata workerpool,
        RequestOrder calldata request,
        bytes32 datasetTag
    ) internal view returns (bytes32 tag) {
        require(request.category == workerpool.category, "iExecV5-matchOrders-0x00");
        require(request.category < PocoStorage.load().categories.length, "iExecV5-matchOrders-0x01");
        require(request.trust <= workerpool.trust, "iExecV5-matchOrders-0x02");
        require(request.appmaxprice >= app.appprice, "iExecV5-matchOrders-0x03");
        // Also without a dataset: an absent order has price zero.
        require(request.datasetmaxprice >= dataset.datasetprice, "iExecV5-matchOrders-0x04");
        require(request.workerpoolmaxprice >= workerpool.workerpoolprice, "iExecV5-matchOrders-0x05");
        tag = app.tag | datasetTag | request.tag;
        require(tag & ~workerpool.tag == 0, "iExecV5-matchOrders-0x06");
        require((tag ^ app.tag) & TAG_TEE == 0, "iExecV5-matchOrders-0x07");
    }

    /// @dev Rules 0x10 to 0x1b: the orders name and admit each other.
    function requireAdmission(
        AppOrder calldata app,
        DatasetOrder calldata dataset,
        WorkerpoolOrder calldata workerpool,
        RequestOrder calldata request
    ) internal view {
        require(request.app == app.app, "iExecV5-matchOrders-0x10");
        require(request.dataset == dataset.dataset, "iExecV5-matchOrders-0x11");
        require(request.workerpool.admits(workerpool.workerpool), "iExecV5-matchOrders-0x12");
        require(app.datasetrestrict.admits(dataset.dataset), "iExecV5-matchOrders-0x13");
        require(app.workerpoolrestrict.admits(workerpool.workerpool), "iExecV5-matchOrders-0x14");
        require(app.requesterrestrict.admits(request.requester), "iExecV5-matchOrders-0x15");
        require(dataset.apprestrict.admits(app.app), "iExecV5-matchOrders-0x16");
        require(dataset.workerpoolrestrict.admits(workerpool.workerpool), "iExecV5-matchOrders-0x17");
        require(dataset.requesterrestrict.admits(request.requester), "iExecV5-matchOrders-0x18");
        require(workerpool.apprestrict.admits(app.app), "iExecV5-matchOrders-0x19");
        require(workerpool.datasetrestrict.admits(dataset.dataset), "iExecV5-matchOrders-0x1a");
        require(workerpool.requesterrestrict.admits(request.requester), "iExecV5-matchOrders-0x1b");
    }

    /// @dev Rules 0x20 to 0x50: the assets are registered, and their owners and the requester
    /// signed. Empty revert: an asset has no code or does not answer `owner()`. Reverts
    /// `invalid-signature-format` before the code of the rule when an account without code must
    /// have signed and the signature has neither 64 nor 65 bytes.
    function requireSigned(
        AppOrder calldata app,
        DatasetOrder calldata dataset,
        WorkerpoolOrder calldata workerpool,
        RequestOrder calldata request
    ) internal view returns (Parties memory p) {
        PocoStorage.Layout storage $ = PocoStorage.load();
        p.hasDataset = dataset.dataset != address(0);

        p.appHash = app.hash();
        p.appOwner = IAsset(app.app).owner();
        require($.appRegistry.isRegistered(app.app), "iExecV5-matchOrders-0x20");
        require(p.appOwner.isSigned(p.appHash, app.sign), "iExecV5-matchOrders-0x21");

        if (p.hasDataset) {
            p.datasetHash = dataset.hash();
            p.datasetOwner = IAsset(dataset.dataset).owner();
            require($.datasetRegistry.isRegistered(dataset.dataset), "iExecV5-matchOrders-0x30");
            require(p.datasetOwner.isSigned(p.datasetHash, dataset.sign), "iExecV5-matchOrders-0x31");
        }

        p.workerpoolHash = workerpool.hash();
        p.workerpoolOwner = IAsset(workerpool.workerpool).owner();
        require($.workerpoolRegistry.isRegistered(workerpool.workerpool), "iExecV5-matchOrders-0x40");
        require(p.workerpoolOwner.isSigned(p.workerpoolHash, workerpool.sign), "iExecV5-matchOrders-0x41");

        p.requestHash = request.hash();
        require(request.requester.isSigned(p.requestHash, request.sign), "iExecV5-matchOrders-0x50");
    }

    /// @dev Number of tasks the orders still allow together: the least that any of them has left.
    function availableVolume(
        Parties memory p,
        uint256 appVolume,
        uint256 datasetVolume,
        uint256 workerpoolVolume,
        uint256 requestVolume
    ) internal view returns (uint256 volume) {
        mapping(OrderHash => uint256) storage consumed = PocoStorage.load().consumed;
        volume = min(appVolume - consumed[p.appHash], workerpoolVolume - consumed[p.workerpoolHash]);
        volume = min(volume, requestVolume - consumed[p.requestHash]);
        if (p.hasDataset) volume = min(volume, datasetVolume - consumed[p.datasetHash]);
    }

    function min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
