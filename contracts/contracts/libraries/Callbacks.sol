// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {TaskId} from "../types/Ids.sol";
import {Deal} from "../types/Records.sol";
import {PocoStorage} from "../storage/PocoStorage.sol";

/// @title ERC-1154: a contract that waits for a result.
interface IResultConsumer {
    /// @notice Takes the result of a task.
    function receiveResult(TaskId taskId, bytes calldata result) external;
}

/// @title Results delivered on chain
library Callbacks {
    /// @dev Whether these callback data may end a task: with a callback the digest must be made
    /// from them; without one, they may also be empty.
    function isAcceptable(Deal storage deal, bytes calldata data, bytes32 resultDigest) internal view returns (bool) {
        return (deal.callback == address(0) && data.length == 0) || keccak256(data) == resultDigest;
    }

    /// @dev Calls the deal's callback, if any. Its failure is its own business, but it must have
    /// had its gas: a call gets at most 63/64 of the gas left, so a lack shows afterwards.
    /// Panic(0x01): too little.
    function deliver(TaskId taskId, Deal storage deal, bytes calldata data) internal {
        address callback = deal.callback;
        if (callback == address(0)) return;
        uint256 callbackGas = PocoStorage.load().callbackGas;
        (bool ok, ) = callback.call{gas: callbackGas}(abi.encodeCall(IResultConsumer.receiveResult, (taskId, data)));
        ok; // Success or not, the task is done.
        assert(gasleft() > callbackGas / 63);
    }
}
