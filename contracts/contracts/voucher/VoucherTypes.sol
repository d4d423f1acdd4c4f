// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {
    AccessControlDefaultAdminRules
} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";

/// @title Types of vouchers
/// @notice A type says how long its vouchers are good for and which assets they pay for. Only
/// holders of {MANAGER_ROLE} change types; everyone else gets `AccessControlUnauthorizedAccount`.
abstract contract VoucherTypes is AccessControlDefaultAdminRules {
    /// @dev Record of a type.
    struct VoucherType {
        string description;
        uint256 duration;
    }

    /// @notice May create types and change them.
    bytes32 public constant MANAGER_ROLE = keccak256("MANAGER_ROLE");

    VoucherType[] private _types;
    mapping(uint256 typeId => mapping(address asset => bool)) private _eligible;

    /// @notice A type was created; its vouchers are good for `duration` seconds.
    event VoucherTypeCreated(uint256 indexed id, string description, uint256 duration);
    /// @notice A type has another description.
    event VoucherTypeDescriptionUpdated(uint256 indexed id, string description);
    /// @notice Vouchers of a type to come are good for another time, in seconds.
    event VoucherTypeDurationUpdated(uint256 indexed id, uint256 duration);
    /// @notice Vouchers of a type pay for an asset from now on.
    event EligibleAssetAdded(uint256 indexed id, address asset);
    /// @notice Vouchers of a type do not pay for an asset any more.
    event EligibleAssetRemoved(uint256 indexed id, address asset);

    /// @dev Reverts `VoucherHub: type index out of bounds`.
    modifier whenTypeExists(uint256 id) {
        require(id < _types.length, "VoucherHub: type index out of bounds");
        _;
    }

    /// @notice Creates a type; ids count from zero.
    /// @param duration Life of its vouchers, in seconds.
    function createVoucherType(string calldata description, uint256 duration) external onlyRole(MANAGER_ROLE) {
        emit VoucherTypeCreated(_types.length, description, duration);
        _types.push(VoucherType(description, duration));
    }

    /// @notice Changes the description of a type.
    /// @dev Reverts `VoucherHub: type index out of bounds`.
    function updateVoucherTypeDescription(
        uint256 id,
        string calldata description
    ) external onlyRole(MANAGER_ROLE) whenTypeExists(id) {
        _types[id].description = description;
        emit VoucherTypeDescriptionUpdated(id, description);
    }

    /// @notice Sets how long vouchers to come are good for, in seconds. Vouchers that exist expire
    /// as before.
    /// @dev Reverts `VoucherHub: type index out of bounds`.
    function updateVoucherTypeDuration(
        uint256 id,
        uint256 duration
    ) external onlyRole(MANAGER_ROLE) whenTypeExists(id) {
        _types[id].duration = duration;
        emit VoucherTypeDurationUpdated(id, duration);
    }

    /// @notice Lets vouchers of a type pay for an asset.
    /// @dev Reverts `VoucherHub: type index out of bounds`.
    function addEligibleAsset(
        uint256 voucherTypeId,
        address asset
    ) external onlyRole(MANAGER_ROLE) whenTypeExists(voucherTypeId) {
        _eligible[voucherTypeId][asset] = true;
        emit EligibleAssetAdded(voucherTypeId, asset);
    }

    /// @notice Lets vouchers of a type pay for an asset no longer.
    /// @dev Reverts `VoucherHub: type index out of bounds`.
    function removeEligibleAsset(
        uint256 voucherTypeId,
        address asset
    ) external onlyRole(MANAGER_ROLE) whenTypeExists(voucherTypeId) {
        _eligible[voucherTypeId][asset] = false;
        emit EligibleAssetRemoved(voucherTypeId, asset);
    }

    /// @notice Number of types.
    function getVoucherTypeCount() external view returns (uint256) {
        return _types.length;
    }

    /// @notice A type's description and duration, in seconds.
    /// @dev Reverts `VoucherHub: type index out of bounds`.
    function getVoucherType(uint256 id) public view whenTypeExists(id) returns (VoucherType memory) {
        return _types[id];
    }

    /// @notice Whether vouchers of a type pay for an asset.
    function isAssetEligibleToMatchOrdersSponsoring(uint256 voucherTypeId, address asset) public view returns (bool) {
        return _eligible[voucherTypeId][asset];
    }
}
