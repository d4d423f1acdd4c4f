// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title Credit of vouchers, in nRLC
/// @notice An ERC-20 token that its holder can only use up, never pass on.
abstract contract VoucherCredit is ERC20 {
    constructor() ERC20("iExec Voucher token", "VCHR") {}

    /// @notice As RLC: nine.
    function decimals() public pure override returns (uint8) {
        return 9;
    }

    /// @notice Always reverts.
    function transfer(address, uint256) public pure override returns (bool) {
        revert("NonTransferableERC20Upgradeable: Unsupported transfer");
    }

    /// @notice Always reverts.
    function approve(address, uint256) public pure override returns (bool) {
        revert("NonTransferableERC20Upgradeable: Unsupported approve");
    }

    /// @notice Always reverts.
    function transferFrom(address, address, uint256) public pure override returns (bool) {
        revert("NonTransferableERC20Upgradeable: Unsupported transferFrom");
    }
}
