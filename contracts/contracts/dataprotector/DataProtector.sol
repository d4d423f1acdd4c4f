// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title The dataset registry, as DataProtector calls it
interface IDatasetRegistry {
    /// @notice Deploys a dataset and returns its address.
    function createDataset(
        address owner,
        string calldata name,
        bytes calldata multiaddr,
        bytes32 checksum
    ) external returns (address);
}

/// @title Creates datasets and announces what is in them
/// @notice A dataset's content is encrypted, so that only its owner knows its structure. An event
/// tells it to everyone else; nothing is stored here.
contract DataProtector {
    /// @notice The registry that the datasets are created by.
    IDatasetRegistry public immutable registry;

    /// @notice A dataset holds data of this schema, a JSON text.
    event DatasetSchema(address indexed dataset, string schema);

    /// @param datasetRegistry The registry of the network's hub.
    constructor(IDatasetRegistry datasetRegistry) {
        registry = datasetRegistry;
    }

    /// @notice Deploys a dataset for any owner and announces its schema.
    /// @param schema Name and type of each value of the content, as JSON. It is not checked.
    /// @dev Reverts as the registry does when this owner has this dataset already.
    function createDatasetWithSchema(
        address owner,
        string calldata name,
        string calldata schema,
        bytes calldata multiaddr,
        bytes32 checksum
    ) external returns (address dataset) {
        dataset = registry.createDataset(owner, name, multiaddr, checksum);
        emit DatasetSchema(dataset, schema);
    }
}
