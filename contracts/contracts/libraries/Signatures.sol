// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {OrderHash} from "../types/Ids.sol";
import {PocoStorage} from "../storage/PocoStorage.sol";

/// @title ERC-1271: a contract that signs.
interface IERC1271 {
    /// @notice Returns 0x1626ba7e if the contract signed `digest`.
    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4);
}

/// @title Verification of signatures
library Signatures {
    /// @dev Half the curve's order: of the two signatures (s and its negative) only the low one
    /// counts.
    uint256 private constant MAX_S = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0;

    /// @dev Whether `account` signed `digest`. An account with code decides by ERC-1271 (a revert
    /// means no); any other account signs with 65 bytes (r, s, v of 27 or 28) or 64 (EIP-2098). An
    /// invalid signature recovers to address zero, so that address "signs" everything, by the
    /// protocol. Reverts `invalid-signature-format` for another length from an account without
    /// code.
    function isSignature(address account, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        if (account.code.length > 0) {
            try IERC1271(account).isValidSignature(digest, signature) returns (bytes4 answer) {
                return answer == IERC1271.isValidSignature.selector;
            } catch {
                return false;
            }
        }
        (bytes32 r, bytes32 s, uint8 v) = split(signature);
        return account == (uint256(s) > MAX_S ? address(0) : ecrecover(digest, v, r, s));
    }

    /// @dev Whether `account` signed this order on chain beforehand; false for address zero.
    function isPresigned(address account, OrderHash orderHash) internal view returns (bool) {
        return account != address(0) && PocoStorage.load().presigned[orderHash] == account;
    }

    /// @dev Whether `account` signed in one of the two ways. The presignature goes first, so the
    /// signature of a presigned order may be empty.
    function isSigned(address account, OrderHash orderHash, bytes calldata signature) internal view returns (bool) {
        return isPresigned(account, orderHash) || isSignature(account, OrderHash.unwrap(orderHash), signature);
    }

    /// @dev Whether `account` signed the hash of a message the way wallets do ("Ethereum Signed
    /// Message").
    function isMessageSignature(
        address account,
        bytes32 messageHash,
        bytes calldata signature
    ) internal view returns (bool) {
        return isSignature(
            account,
            keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", messageHash)),
            signature
        );
    }

    function split(bytes calldata signature) private pure returns (bytes32 r, bytes32 s, uint8 v) {
        if (signature.length == 65) {
            return (bytes32(signature[:32]), bytes32(signature[32:64]), uint8(signature[64]));
        }
        require(signature.length == 64, "invalid-signature-format");
        bytes32 vs = bytes32(signature[32:]);
        return (bytes32(signature[:32]), vs & bytes32(uint256(type(int256).max)), uint8(uint256(vs) >> 255) + 27);
    }
}
