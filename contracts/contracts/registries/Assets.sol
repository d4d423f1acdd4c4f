// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Asset} from "./Asset.sol";

/// @title An application: an image workers can run.
contract App is Asset {
    /// @notice Name for people.
    string public m_appName;
    /// @notice Kind of image; "DOCKER".
    string public m_appType;
    /// @notice Location of the image: its name in UTF-8, or a multiaddr.
    bytes public m_appMultiaddr;
    /// @notice SHA-256 of the image.
    bytes32 public m_appChecksum;
    /// @notice Configuration and measurement of its enclave as JSON; empty for none.
    bytes public m_appMREnclave;

    /// @param hasNames Whether the network has ENS.
    constructor(bool hasNames) Asset(hasNames) {}

    /// @notice Fills the asset; its registry does this at creation.
    /// @dev Reverts `already initialized`.
    function initialize(
        string calldata name,
        string calldata type_,
        bytes calldata multiaddr,
        bytes32 checksum,
        bytes calldata mrenclave
    ) external initializer {
        m_appName = name;
        m_appType = type_;
        m_appMultiaddr = multiaddr;
        m_appChecksum = checksum;
        m_appMREnclave = mrenclave;
    }
}

/// @title A dataset: a file, usually encrypted, that tasks can use.
contract Dataset is Asset {
    /// @notice Name for people.
    string public m_datasetName;
    /// @notice Location of the file: a URL in UTF-8, or a multiaddr.
    bytes public m_datasetMultiaddr;
    /// @notice SHA-256 of the file.
    bytes32 public m_datasetChecksum;

    /// @param hasNames Whether the network has ENS.
    constructor(bool hasNames) Asset(hasNames) {}

    /// @notice Fills the asset; its registry does this at creation.
    /// @dev Reverts `already initialized`.
    function initialize(string calldata name, bytes calldata multiaddr, bytes32 checksum) external initializer {
        m_datasetName = name;
        m_datasetMultiaddr = multiaddr;
        m_datasetChecksum = checksum;
    }
}

/// @title A workerpool: a scheduler and the workers behind it.
contract Workerpool is Asset {
    /// @notice Description of the pool, by itself.
    string public m_workerpoolDescription;
    /// @notice Percent of a task's price a worker locks to contribute.
    uint256 public m_workerStakeRatioPolicy;
    /// @notice Percent of the workers' reward the scheduler keeps.
    uint256 public m_schedulerRewardRatioPolicy;

    /// @notice The policy changed; deals made before keep the old one.
    event PolicyUpdate(
        uint256 oldWorkerStakeRatioPolicy,
        uint256 newWorkerStakeRatioPolicy,
        uint256 oldSchedulerRewardRatioPolicy,
        uint256 newSchedulerRewardRatioPolicy
    );

    /// @param hasNames Whether the network has ENS.
    constructor(bool hasNames) Asset(hasNames) {}

    /// @notice Fills the asset; its registry does this at creation.
    /// @dev Reverts `already initialized`.
    function initialize(string calldata description) external initializer {
        m_workerpoolDescription = description;
        m_workerStakeRatioPolicy = 30;
        m_schedulerRewardRatioPolicy = 1;
    }

    /// @notice Sets the workers' stake and the scheduler's share, both in percent.
    /// @dev Reverts `caller is not the owner`. Empty revert: the scheduler's share is above 100.
    function changePolicy(uint256 newWorkerStakeRatio, uint256 newSchedulerRewardRatio) external onlyOwner {
        require(newSchedulerRewardRatio <= 100);
        emit PolicyUpdate(
            m_workerStakeRatioPolicy,
            newWorkerStakeRatio,
            m_schedulerRewardRatioPolicy,
            newSchedulerRewardRatio
        );
        m_workerStakeRatioPolicy = newWorkerStakeRatio;
        m_schedulerRewardRatioPolicy = newSchedulerRewardRatio;
    }
}
