// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// Identifiers of the protocol. They are all 32-byte words on the wire; as types, one cannot be
/// passed for another.

/// @dev EIP-712 digest of an order: its maker signs it, and everything kept about the order is
/// stored under it.
type OrderHash is bytes32;
/// @dev Identifier of a deal, see {dealIdOf}.
type DealId is bytes32;
/// @dev Identifier of a task, see {taskIdOf}.
type TaskId is bytes32;

/// @dev A request order can be matched in several parts; the volume consumed before tells the deals
/// apart.
function dealIdOf(OrderHash requestHash, uint256 consumedBefore) pure returns (DealId) {
    return DealId.wrap(keccak256(abi.encodePacked(OrderHash.unwrap(requestHash), consumedBefore)));
}

/// @dev The task number `index` of the request, which belongs to exactly one deal.
function taskIdOf(DealId dealId, uint256 index) pure returns (TaskId) {
    return TaskId.wrap(keccak256(abi.encodePacked(DealId.unwrap(dealId), index)));
}
