// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Any asset, as the hub reads it
interface IAsset {
    /// @notice Owner of the asset's token in its registry.
    function owner() external view returns (address);
}

/// @title An App, as the hub reads it
interface IApp is IAsset {
    /// @notice Name for people.
    function m_appName() external view returns (string memory);
    /// @notice Kind of image.
    function m_appType() external view returns (string memory);
    /// @notice Location of the image.
    function m_appMultiaddr() external view returns (bytes memory);
    /// @notice Hash of the image.
    function m_appChecksum() external view returns (bytes32);
    /// @notice Configuration and measurement of its enclave.
    function m_appMREnclave() external view returns (bytes memory);
}

/// @title A Dataset, as the hub reads it
interface IDataset is IAsset {
    /// @notice Name for people.
    function m_datasetName() external view returns (string memory);
    /// @notice Location of the file.
    function m_datasetMultiaddr() external view returns (bytes memory);
    /// @notice Hash of the file.
    function m_datasetChecksum() external view returns (bytes32);
}

/// @title A Workerpool, as the hub reads it
interface IWorkerpool is IAsset {
    /// @notice Description of the pool, by itself.
    function m_workerpoolDescription() external view returns (string memory);
    /// @notice Percent of a task's price a worker locks.
    function m_workerStakeRatioPolicy() external view returns (uint256);
    /// @notice Percent of the workers' reward the scheduler keeps.
    function m_schedulerRewardRatioPolicy() external view returns (uint256);
}
