// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {OrderHash, DealId, TaskId} from "../types/Ids.sol";
import {Deal, Task, Contribution, Votes, Category} from "../types/Records.sol";
import {IRegistry} from "../registries/IRegistry.sol";

/// @title State of the hub
/// @notice The hub and the desk it delegates to are two contracts over one storage. Both read and
/// write it through {load} only; the rest of their state is in {OwnerStorage} and {FacetStorage}.
/// The place and the order of the variables are those of PoCo 6.2, so that tools which read or set
/// a slot work here too.
library PocoStorage {
    /// @dev ERC-7201 location of namespace "iexec.poco.storage.PocoStorage".
    bytes32 private constant LOCATION = 0x5862653c6982c162832160cf30593645e8487b257e44d77cdd6b51eee2651b00;

    struct Layout {
        IRegistry appRegistry;
        IRegistry datasetRegistry;
        IRegistry workerpoolRegistry;
        // The escrow and its ERC-20 face. Invariants: totalSupply = sum of balances (the hub's own
        // included), and balances[hub] = sum of frozens.
        /// ERC-20 behind the escrow; zero when the escrow holds the chain's own currency.
        address token;
        string name;
        string symbol;
        uint8 decimals;
        uint256 totalSupply;
        mapping(address account => uint256) balances;
        mapping(address account => uint256) frozens;
        mapping(address account => mapping(address spender => uint256)) allowances;
        // Orders.
        /// EIP-712 separator orders are verified with; zero until {configure}.
        bytes32 domainSeparator;
        mapping(OrderHash => address) presigned;
        mapping(OrderHash => uint256) consumed;
        // Deals and tasks.
        mapping(DealId => Deal) deals;
        mapping(TaskId => Task) tasks;
        mapping(TaskId => Votes) votes;
        mapping(TaskId => mapping(address worker => Contribution)) contributions;
        mapping(address worker => uint256) scores;
        // Settings.
        /// Signs authorisations of enclave contributions in place of the workerpool's owner, unless
        /// zero.
        address teeBroker;
        uint256 callbackGas;
        Category[] categories;
        /// Hub of the previous generation, whose scores may be imported once per worker.
        address v3Hub;
        mapping(address worker => bool) scoreImported;
    }

    /// @dev The storage of the contract this code runs in.
    function load() internal pure returns (Layout storage $) {
        assembly ("memory-safe") {
            $.slot := LOCATION
        }
    }
}
