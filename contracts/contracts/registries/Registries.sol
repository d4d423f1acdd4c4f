// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {App, Dataset, Workerpool} from "./Assets.sol";
import {AssetRegistry} from "./AssetRegistry.sol";

/// @title Registry of apps.
contract AppRegistry is AssetRegistry {
    /// @param hasNames Whether the network has ENS.
    constructor(
        bool hasNames
    ) AssetRegistry(address(new App(hasNames)), hasNames, "iExec Application Registry (V5)", "iExecAppsV5") {}

    /// @notice Deploys an app. Anyone may, for any owner.
    /// @dev Reverts `Create2: Failed on deploy` when this owner has this app.
    function createApp(
        address owner,
        string calldata name,
        string calldata type_,
        bytes calldata multiaddr,
        bytes32 checksum,
        bytes calldata mrenclave
    ) external returns (address) {
        return _create(owner, abi.encodeCall(App.initialize, (name, type_, multiaddr, checksum, mrenclave)));
    }

    /// @notice Address of the app that {createApp} deploys.
    function predictApp(
        address owner,
        string calldata name,
        string calldata type_,
        bytes calldata multiaddr,
        bytes32 checksum,
        bytes calldata mrenclave
    ) external view returns (address) {
        return _predict(owner, abi.encodeCall(App.initialize, (name, type_, multiaddr, checksum, mrenclave)));
    }
}

/// @title Registry of datasets.
contract DatasetRegistry is AssetRegistry {
    /// @param hasNames Whether the network has ENS.
    constructor(
        bool hasNames
    ) AssetRegistry(address(new Dataset(hasNames)), hasNames, "iExec Dataset Registry (V5)", "iExecDatasetsV5") {}

    /// @notice Deploys a dataset. Anyone may, for any owner.
    /// @dev Reverts `Create2: Failed on deploy` when this owner has this dataset.
    function createDataset(
        address owner,
        string calldata name,
        bytes calldata multiaddr,
        bytes32 checksum
    ) external returns (address) {
        return _create(owner, abi.encodeCall(Dataset.initialize, (name, multiaddr, checksum)));
    }

    /// @notice Address of the dataset that {createDataset} deploys.
    function predictDataset(
        address owner,
        string calldata name,
        bytes calldata multiaddr,
        bytes32 checksum
    ) external view returns (address) {
        return _predict(owner, abi.encodeCall(Dataset.initialize, (name, multiaddr, checksum)));
    }
}

/// @title Registry of workerpools.
contract WorkerpoolRegistry is AssetRegistry {
    /// @param hasNames Whether the network has ENS.
    constructor(
        bool hasNames
    ) AssetRegistry(address(new Workerpool(hasNames)), hasNames, "iExec Workerpool Registry (V5)", "iExecWorkerpoolV5") {}

    /// @notice Deploys a workerpool. Anyone may, for any owner.
    /// @dev Reverts `Create2: Failed on deploy` when this owner has this workerpool.
    function createWorkerpool(address owner, string calldata description) external returns (address) {
        return _create(owner, abi.encodeCall(Workerpool.initialize, (description)));
    }

    /// @notice Address of the workerpool that {createWorkerpool} deploys.
    function predictWorkerpool(address owner, string calldata description) external view returns (address) {
        return _predict(owner, abi.encodeCall(Workerpool.initialize, (description)));
    }
}
