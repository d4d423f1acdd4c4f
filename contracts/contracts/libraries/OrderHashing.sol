// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {OrderHash} from "../types/Ids.sol";
import "../types/Orders.sol";
import {PocoStorage} from "../storage/PocoStorage.sol";

/// @title EIP-712 hashes of orders and of operations on orders
/// @notice Wherever the protocol speaks of an order's hash it means the digest, with the separator
/// that `configure` stored: in logs, in consumed volumes, in presignatures and in deal ids.
library OrderHashing {
    string internal constant DOMAIN_NAME = "iExecODB";
    string internal constant DOMAIN_VERSION = "5.0.0";

    string private constant APP_ORDER =
        "AppOrder(address app,uint256 appprice,uint256 volume,bytes32 tag,address datasetrestrict,address workerpoolrestrict,address requesterrestrict,bytes32 salt)";
    string private constant DATASET_ORDER =
        "DatasetOrder(address dataset,uint256 datasetprice,uint256 volume,bytes32 tag,address apprestrict,address workerpoolrestrict,address requesterrestrict,bytes32 salt)";
    string private constant WORKERPOOL_ORDER =
        "WorkerpoolOrder(address workerpool,uint256 workerpoolprice,uint256 volume,bytes32 tag,uint256 category,uint256 trust,address apprestrict,address datasetrestrict,address requesterrestrict,bytes32 salt)";
    string private constant REQUEST_ORDER =
        "RequestOrder(address app,uint256 appmaxprice,address dataset,uint256 datasetmaxprice,address workerpool,uint256 workerpoolmaxprice,address requester,uint256 volume,bytes32 tag,uint256 category,uint256 trust,address beneficiary,address callback,string params,bytes32 salt)";

    bytes32 private constant DOMAIN_TYPE =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant APP_TYPE = keccak256(bytes(APP_ORDER));
    bytes32 private constant DATASET_TYPE = keccak256(bytes(DATASET_ORDER));
    bytes32 private constant WORKERPOOL_TYPE = keccak256(bytes(WORKERPOOL_ORDER));
    bytes32 private constant REQUEST_TYPE = keccak256(bytes(REQUEST_ORDER));
    bytes32 private constant APP_OPERATION_TYPE =
        keccak256(abi.encodePacked("AppOrderOperation(AppOrder order,uint256 operation)", APP_ORDER));
    bytes32 private constant DATASET_OPERATION_TYPE =
        keccak256(abi.encodePacked("DatasetOrderOperation(DatasetOrder order,uint256 operation)", DATASET_ORDER));
    bytes32 private constant WORKERPOOL_OPERATION_TYPE = keccak256(
        abi.encodePacked("WorkerpoolOrderOperation(WorkerpoolOrder order,uint256 operation)", WORKERPOOL_ORDER)
    );
    bytes32 private constant REQUEST_OPERATION_TYPE =
        keccak256(abi.encodePacked("RequestOrderOperation(RequestOrder order,uint256 operation)", REQUEST_ORDER));

    /// @dev Domain of this hub on this chain, as of now.
    function domain() internal view returns (EIP712Domain memory) {
        return EIP712Domain(DOMAIN_NAME, DOMAIN_VERSION, block.chainid, address(this));
    }

    /// @dev Hash of {domain}.
    function separator() internal view returns (bytes32) {
        return keccak256(
            abi.encode(
                DOMAIN_TYPE,
                keccak256(bytes(DOMAIN_NAME)),
                keccak256(bytes(DOMAIN_VERSION)),
                block.chainid,
                address(this)
            )
        );
    }

    /// @dev Digest that a signer signs for a struct whose hash is `hashed`.
    function digest(bytes32 hashed) internal view returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", PocoStorage.load().domainSeparator, hashed));
    }

    function hash(AppOrder calldata order) internal view returns (OrderHash) {
        return OrderHash.wrap(digest(structHash(order)));
    }

    function hash(DatasetOrder calldata order) internal view returns (OrderHash) {
        return OrderHash.wrap(digest(structHash(order)));
    }

    function hash(WorkerpoolOrder calldata order) internal view returns (OrderHash) {
        return OrderHash.wrap(digest(structHash(order)));
    }

    function hash(RequestOrder calldata order) internal view returns (OrderHash) {
        return OrderHash.wrap(digest(structHash(order)));
    }

    function operationDigest(AppOrderOperation calldata o) internal view returns (bytes32) {
        return digest(keccak256(abi.encode(APP_OPERATION_TYPE, structHash(o.order), o.operation)));
    }

    function operationDigest(DatasetOrderOperation calldata o) internal view returns (bytes32) {
        return digest(keccak256(abi.encode(DATASET_OPERATION_TYPE, structHash(o.order), o.operation)));
    }

    function operationDigest(WorkerpoolOrderOperation calldata o) internal view returns (bytes32) {
        return digest(keccak256(abi.encode(WORKERPOOL_OPERATION_TYPE, structHash(o.order), o.operation)));
    }

    function operationDigest(RequestOrderOperation calldata o) internal view returns (bytes32) {
        return digest(keccak256(abi.encode(REQUEST_OPERATION_TYPE, structHash(o.order), o.operation)));
    }

    function structHash(AppOrder calldata o) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                APP_TYPE,
                o.app,
                o.appprice,
                o.volume,
                o.tag,
                o.datasetrestrict,
                o.workerpoolrestrict,
                o.requesterrestrict,
                o.salt
            )
        );
    }

    function structHash(DatasetOrder calldata o) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                DATASET_TYPE,
                o.dataset,
                o.datasetprice,
                o.volume,
                o.tag,
                o.apprestrict,
                o.workerpoolrestrict,
                o.requesterrestrict,
                o.salt
            )
        );
    }

    function structHash(WorkerpoolOrder calldata o) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                WORKERPOOL_TYPE,
                o.workerpool,
                o.workerpoolprice,
                o.volume,
                o.tag,
                o.category,
                o.trust,
                o.apprestrict,
                o.datasetrestrict,
                o.requesterrestrict,
                o.salt
            )
        );
    }

    function structHash(RequestOrder calldata o) internal pure returns (bytes32) {
        return keccak256(
            abi.encodePacked(
                abi.encode(
                    REQUEST_TYPE,
                    o.app,
                    o.appmaxprice,
                    o.dataset,
                    o.datasetmaxprice,
                    o.workerpool,
                    o.workerpoolmaxprice,
                    o.requester
                ),
                abi.encode(
                    o.volume,
                    o.tag,
                    o.category,
                    o.trust,
                    o.beneficiary,
                    o.callback,
                    keccak256(bytes(o.params)),
                    o.salt
                )
            )
        );
    }
}
