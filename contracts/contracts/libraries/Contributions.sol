// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {TaskId} from "../types/Ids.sol";
import {Deal} from "../types/Records.sol";
import {TAG_TEE} from "../types/Constants.sol";
import {PocoStorage} from "../storage/PocoStorage.sol";
import {Signatures} from "./Signatures.sol";

/// @title Parts of a contribution, and its signatures
library Contributions {
    using Signatures for address;

    /// @dev A vote for a digest, without telling it.
    function hashOf(TaskId taskId, bytes32 resultDigest) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(taskId, resultDigest));
    }

    /// @dev Binds the vote to the worker that knew the digest.
    function sealOf(address worker, TaskId taskId, bytes32 resultDigest) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(worker, taskId, resultDigest));
    }

    /// @dev The caller may contribute to the task from the enclave of this challenge (zero: from no
    /// enclave). Empty revert: the deal's tag wants an enclave and there is none, or the right
    /// account did not sign the authorisation: the broker of enclaves or, without a broker or an
    /// enclave, the owner of the workerpool.
    function requireAuthorized(
        TaskId taskId,
        Deal storage deal,
        address enclaveChallenge,
        bytes calldata authorizationSign
    ) internal view {
        require(enclaveChallenge != address(0) || deal.tag & TAG_TEE == 0);
        address broker = PocoStorage.load().teeBroker;
        address signer = enclaveChallenge != address(0) && broker != address(0) ? broker : deal.workerpool.owner;
        bytes32 message = keccak256(abi.encodePacked(msg.sender, taskId, enclaveChallenge));
        require(signer.isMessageSignature(message, authorizationSign));
    }

    /// @dev The enclave vouches for the vote. Empty revert: its signature is wrong. Without a
    /// challenge the signature is ignored, whatever its length: workers send 32 zero bytes then.
    function requireEnclave(
        bytes32 resultHash,
        bytes32 resultSeal,
        address enclaveChallenge,
        bytes calldata enclaveSign
    ) internal view {
        if (enclaveChallenge == address(0)) return;
        bytes32 message = keccak256(abi.encodePacked(resultHash, resultSeal));
        require(enclaveChallenge.isMessageSignature(message, enclaveSign));
    }
}
