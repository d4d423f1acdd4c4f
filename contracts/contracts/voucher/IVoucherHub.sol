// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title The {VoucherHub} as vouchers call it
interface IVoucherHub {
    /// @notice The hub deals are made on.
    function getIexecPoco() external view returns (address);

    /// @notice Credit an account has.
    function balanceOf(address account) external view returns (uint256);

    /// @notice Takes as much of the caller's credit as a deal allows, see {VoucherHub}.
    function debitVoucher(
        uint256 voucherTypeId,
        address app,
        uint256 appPrice,
        address dataset,
        uint256 datasetPrice,
        address workerpool,
        uint256 workerpoolPrice,
        uint256 volume
    ) external returns (uint256 sponsoredAmount);

    /// @notice Gives a voucher credit back.
    function refundVoucher(uint256 amount) external;
}
