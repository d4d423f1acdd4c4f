// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Category} from "../types/Records.sol";
import "../types/Constants.sol";
import {OwnerStorage} from "../storage/OwnerStorage.sol";
import {PocoStorage} from "../storage/PocoStorage.sol";
import {AdministrationEvents} from "../events/HubEvents.sol";
import {IRegistry} from "../registries/IRegistry.sol";
import {OrderHashing} from "../libraries/OrderHashing.sol";
import {Administered} from "./Administered.sol";

/// @title The hub of the previous generation, as far as scores are concerned.
interface IScoreSource {
    /// @notice A worker's reputation there.
    function viewScore(address worker) external view returns (uint256);
}

/// @title The hub's owner, its settings and the constants of the protocol
abstract contract AdministrationDesk is Administered {
    /// @notice An account other than the owner tried to give the hub away.
    error NotContractOwner(address user, address contractOwner);

    /// @notice Sets the hub up, once: its money, its registries, and the domain orders are signed
    /// for.
    /// @param token ERC-20 behind the escrow; zero for the chain's own currency.
    /// @param v3Hub Hub to import scores from; zero for none.
    /// @dev Reverts `already-configured`.
    function configure(
        address token,
        string calldata name,
        string calldata symbol,
        uint8 decimals,
        address appRegistry,
        address datasetRegistry,
        address workerpoolRegistry,
        address v3Hub
    ) external onlyOwner {
        PocoStorage.Layout storage $ = PocoStorage.load();
        require($.domainSeparator == 0, "already-configured");
        $.domainSeparator = OrderHashing.separator();
        $.token = token;
        $.name = name;
        $.symbol = symbol;
        $.decimals = decimals;
        _setRegistries(appRegistry, datasetRegistry, workerpoolRegistry);
        $.v3Hub = v3Hub;
        $.callbackGas = DEFAULT_CALLBACK_GAS;
    }

    /// @notice Recomputes the separator after the chain changed its id. Anyone may.
    /// @dev Reverts `not-configured`.
    function updateDomainSeparator() external {
        PocoStorage.Layout storage $ = PocoStorage.load();
        require($.domainSeparator != 0, "not-configured");
        $.domainSeparator = OrderHashing.separator();
    }

    /// @notice Takes other registries into use.
    function changeRegistries(
        address appRegistry,
        address datasetRegistry,
        address workerpoolRegistry
    ) external onlyOwner {
        _setRegistries(appRegistry, datasetRegistry, workerpoolRegistry);
    }

    /// @notice Names the signer of authorisations of enclave contributions; zero leaves it to the
    /// pools' owners.
    function setTeeBroker(address teeBroker) external onlyOwner {
        PocoStorage.load().teeBroker = teeBroker;
    }

    /// @notice Sets the gas a result callback gets.
    function setCallbackGas(uint256 gas) external onlyOwner {
        PocoStorage.load().callbackGas = gas;
    }

    /// @notice Takes over a worker's score from the previous hub, if higher, once.
    /// @dev Reverts `score-already-imported`. Empty revert: there is no previous hub.
    function importScore(address worker) external {
        PocoStorage.Layout storage $ = PocoStorage.load();
        require(!$.scoreImported[worker], "score-already-imported");
        uint256 score = IScoreSource($.v3Hub).viewScore(worker);
        if (score > $.scores[worker]) $.scores[worker] = score;
        $.scoreImported[worker] = true;
    }

    /// @notice Account that may configure the hub.
    function owner() external view returns (address) {
        return OwnerStorage.load().owner;
    }

    /// @notice Gives the hub to another account.
    /// @dev Reverts {NotContractOwner}.
    function transferOwnership(address newOwner) external {
        OwnerStorage.Layout storage $ = OwnerStorage.load();
        if (msg.sender != $.owner) revert NotContractOwner(msg.sender, $.owner);
        $.owner = newOwner;
        emit AdministrationEvents.OwnershipTransferred(msg.sender, newOwner);
    }

    /// @notice Appends a category, a class of task durations; `description` is JSON.
    /// @return The id of the category, which is its place.
    function createCategory(
        string calldata name,
        string calldata description,
        uint256 workClockTimeRef
    ) external onlyOwner returns (uint256) {
        Category[] storage categories = PocoStorage.load().categories;
        uint256 catid = categories.length;
        categories.push(Category(name, description, workClockTimeRef));
        emit AdministrationEvents.CreateCategory(catid, name, description, workClockTimeRef);
        return catid;
    }

    /// @notice A category.
    /// @dev Empty revert: there are fewer.
    function viewCategory(uint256 _catid) external view returns (Category memory) {
        Category[] storage categories = PocoStorage.load().categories;
        require(_catid < categories.length);
        return categories[_catid];
    }

    /// @notice Number of categories.
    function countCategory() external view returns (uint256 count) {
        return PocoStorage.load().categories.length;
    }

    /// @notice The registry of apps.
    function appregistry() external view returns (address) {
        return address(PocoStorage.load().appRegistry);
    }

    /// @notice The registry of datasets.
    function datasetregistry() external view returns (address) {
        return address(PocoStorage.load().datasetRegistry);
    }

    /// @notice The registry of workerpools.
    function workerpoolregistry() external view returns (address) {
        return address(PocoStorage.load().workerpoolRegistry);
    }

    /// @notice See {setTeeBroker}.
    function teebroker() external view returns (address) {
        return PocoStorage.load().teeBroker;
    }

    /// @notice See {setCallbackGas}.
    function callbackgas() external view returns (uint256) {
        return PocoStorage.load().callbackGas;
    }

    function _setRegistries(address apps, address datasets, address workerpools) private {
        PocoStorage.Layout storage $ = PocoStorage.load();
        $.appRegistry = IRegistry(apps);
        $.datasetRegistry = IRegistry(datasets);
        $.workerpoolRegistry = IRegistry(workerpools);
    }
}
