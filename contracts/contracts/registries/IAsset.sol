// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title What the hub asks of any asset.
interface IAsset {
    /// @notice Owner of the asset's token in its registry.
    function owner() external view returns (address);
}

/// @title What the hub asks of an App.
interface IApp is IAsset {
    function m_appName() external view returns (string memory);
    function m_appType() external view returns (string memory);
    function m_appMultiaddr() external view returns (bytes memory);
    function m_appChecksum() external view returns (bytes32);
    function m_appMREnclave() external view returns (bytes memory);
}

/// @title What the hub asks of a Dataset.
interface IDataset is IAsset {
    function m_datasetName() external view returns (string memory);
    function m_datasetMultiaddr() external view returns (bytes memory);
    function m_datasetChecksum() external view returns (bytes32);
}

/// @title What the hub asks of a Workerpool.
interface IWorkerpool is IAsset {
    function m_workerpoolDescription() external view returns (string memory);
    function m_workerStakeRatioPolicy() external view returns (uint256);
    function m_schedulerRewardRatioPolicy() external view returns (uint256);
}
