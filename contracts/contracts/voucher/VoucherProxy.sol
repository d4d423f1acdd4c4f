// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {BeaconProxy} from "@openzeppelin/contracts/proxy/beacon/BeaconProxy.sol";
import {UpgradeableBeacon} from "@openzeppelin/contracts/proxy/beacon/UpgradeableBeacon.sol";

/// @title Beacon with the code that all vouchers run
contract VoucherBeacon is UpgradeableBeacon {
    /// @param voucher The code, a {Voucher} without an owner.
    /// @param admin May replace it.
    constructor(address voucher, address admin) UpgradeableBeacon(voucher, admin) {}
}

/// @title The contract that stands at a voucher's address
/// @notice Its only argument is the beacon, so that the voucher's address follows from its owner.
contract VoucherProxy is BeaconProxy {
    /// @param beacon The {VoucherBeacon}.
    constructor(address beacon) BeaconProxy(beacon, "") {}

    /// @notice Takes no money.
    /// @dev Reverts `VoucherProxy: Receive function not supported`.
    receive() external payable {
        revert("VoucherProxy: Receive function not supported");
    }

    /// @notice The code this voucher runs.
    function implementation() external view returns (address) {
        return _implementation();
    }
}
