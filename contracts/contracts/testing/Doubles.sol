// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// Contracts that stand in for others in tests. None is part of a genesis.

/// @title An asset, its registry and a group, all with one owner, at any address code is put at.
contract AssetDouble {
    address public owner;
    uint256 public m_workerStakeRatioPolicy = 30;
    uint256 public m_schedulerRewardRatioPolicy = 1;

    /// @notice Sets {owner}.
    function setOwner(address newOwner) external {
        owner = newOwner;
    }

    /// @notice Whether an asset is registered: always.
    function isRegistered(address) external pure returns (bool) {
        return true;
    }
}

/// @title A signer that is a contract (ERC-1271), and a group (ERC-734), with results the test
/// sets.
contract SignerDouble {
    bytes4 public answer;
    mapping(bytes32 key => mapping(uint256 purpose => bool)) public keyHasPurpose;

    /// @notice Result of {isValidSignature}; zero makes it revert.
    function setAnswer(bytes4 newAnswer) external {
        answer = newAnswer;
    }

    /// @notice Gives `key` a purpose.
    function addKey(bytes32 key, uint256 purpose) external {
        keyHasPurpose[key][purpose] = true;
    }

    /// @notice ERC-1271.
    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        require(answer != 0, "no answer");
        return answer;
    }
}

/// @title Takes results (ERC-1154) as told.
contract ConsumerDouble {
    enum Mood {
        Store,
        Revert,
        BurnGas
    }

    Mood public mood;
    bytes32 public lastTask;
    bytes public lastResult;

    /// @notice Sets the behaviour at the next result.
    function setMood(Mood newMood) external {
        mood = newMood;
    }

    /// @notice ERC-1154.
    function receiveResult(bytes32 taskId, bytes calldata result) external {
        require(mood != Mood.Revert, "not now");
        while (mood == Mood.BurnGas) lastTask = keccak256(abi.encode(lastTask));
        lastTask = taskId;
        lastResult = result;
    }
}

/// @title Sends wei to the hub and takes none back; spends approvals as told.
contract DepositorDouble {
    bool public accepts = true;

    /// @notice Calls anything with the value sent.
    function call(address target, bytes calldata data) external payable {
        (bool ok, bytes memory answer) = target.call{value: msg.value}(data);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
    }

    /// @notice Sets the result of {receiveApproval}.
    function setAccepts(bool newAccepts) external {
        accepts = newAccepts;
    }

    /// @notice ERC-20 approveAndCall.
    function receiveApproval(address, uint256, address, bytes calldata) external view returns (bool) {
        return accepts;
    }

    /// @notice A hub of the previous generation: every score is 42.
    function viewScore(address) external pure returns (uint256) {
        return 42;
    }
}

/// @title A token that moves nothing and says so.
contract TokenDouble {
    /// @notice ERC-20, refused.
    function transfer(address, uint256) external pure returns (bool) {
        return false;
    }

    /// @notice ERC-20, refused.
    function transferFrom(address, address, uint256) external pure returns (bool) {
        return false;
    }
}
