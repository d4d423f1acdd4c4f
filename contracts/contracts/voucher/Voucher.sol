// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {DealId, TaskId} from "../types/Ids.sol";
import {AppOrder, DatasetOrder, WorkerpoolOrder, RequestOrder} from "../types/Orders.sol";
import {Deal, Task, TaskStatus} from "../types/Records.sol";
import {ISponsoringHub} from "./ISponsoringHub.sol";
import {IVoucherHub} from "./IVoucherHub.sol";

/// @title Pays for deals of its owner, and of accounts the owner authorized
/// @notice Its credit, kept by the {VoucherHub}, pays for the assets its type is eligible for. The
/// requester pays the rest, out of staked RLC it allowed this contract to take. Both get their
/// share back when a task fails.
contract Voucher is Initializable {
    /// @notice Owner of this voucher, for good.
    address public owner;
    IVoucherHub private _voucherHub;
    uint256 private _expiration;
    uint256 private _type;
    mapping(address account => bool) private _authorized;
    mapping(DealId => uint256) private _sponsoredAmounts;
    mapping(TaskId => bool) private _refunded;

    /// @notice `account` may use this voucher.
    event AccountAuthorized(address indexed account);
    /// @notice `account` may use this voucher no longer.
    event AccountUnauthorized(address indexed account);
    /// @notice This voucher is good until `expiration`.
    event ExpirationUpdated(uint256 expiration);
    /// @notice This voucher is the sponsor of a deal.
    event OrdersMatchedWithVoucher(DealId indexed dealId);
    /// @notice A failed task was claimed, and paid back if this voucher is the sponsor of its deal.
    event TaskClaimedWithVoucher(TaskId indexed taskId);

    modifier onlyOwner() {
        require(msg.sender == owner, "Voucher: sender is not owner");
        _;
    }

    modifier onlyVoucherHub() {
        require(msg.sender == address(_voucherHub), "Voucher: sender is not VoucherHub");
        _;
    }

    /// @dev The code itself has no owner.
    constructor() {
        _disableInitializers();
    }

    /// @notice Gives this voucher its owner. The VoucherHub does this in the transaction of
    /// creation.
    /// @dev Reverts `InvalidInitialization` when done before.
    /// @param expiration In seconds since 1970.
    function initialize(
        address voucherOwner,
        address voucherHub,
        uint256 expiration,
        uint256 voucherTypeId
    ) external initializer {
        owner = voucherOwner;
        _voucherHub = IVoucherHub(voucherHub);
        _expiration = expiration;
        _type = voucherTypeId;
    }

    /// @notice Sets until when this voucher is good, in seconds since 1970.
    /// @dev Reverts `Voucher: sender is not VoucherHub`.
    function setExpiration(uint256 expiration) external onlyVoucherHub {
        _expiration = expiration;
        emit ExpirationUpdated(expiration);
    }

    /// @notice Lets an account use this voucher.
    /// @dev Reverts `Voucher: sender is not owner`, or `Voucher: owner is already authorized.`.
    function authorizeAccount(address account) external onlyOwner {
        _setAuthorization(account, true);
        emit AccountAuthorized(account);
    }

    /// @notice Lets an account use this voucher no longer.
    /// @dev Reverts `Voucher: sender is not owner`, or `Voucher: owner is already authorized.`.
    function unauthorizeAccount(address account) external onlyOwner {
        _setAuthorization(account, false);
        emit AccountUnauthorized(account);
    }

    /// @notice Makes a deal that this voucher pays for as far as it can.
    /// @dev Reverts `Voucher: sender is not authorized`, `Voucher: voucher is expired`, `Voucher:
    /// Transfer of non-sponsored amount failed` when the requester has to pay the rest and lacks
    /// the money, or has not allowed this contract to take it; otherwise as the hub's
    /// `sponsorMatchOrders`.
    function matchOrders(
        AppOrder calldata appOrder,
        DatasetOrder calldata datasetOrder,
        WorkerpoolOrder calldata workerpoolOrder,
        RequestOrder calldata requestOrder
    ) external returns (DealId dealId) {
        require(isAccountAuthorized(msg.sender), "Voucher: sender is not authorized");
        require(block.timestamp < _expiration, "Voucher: voucher is expired");
        ISponsoringHub hub = _hub();
        uint256 volume = hub.computeDealVolume(appOrder, datasetOrder, workerpoolOrder, requestOrder);
        uint256 sponsored = _debit(appOrder, datasetOrder, workerpoolOrder, volume);
        uint256 dealPrice = _taskPrice(appOrder, datasetOrder, workerpoolOrder) * volume;
        if (sponsored != dealPrice) _collect(hub, requestOrder.requester, dealPrice - sponsored);
        dealId = hub.sponsorMatchOrders(appOrder, datasetOrder, workerpoolOrder, requestOrder);
        _sponsoredAmounts[dealId] = sponsored;
        emit OrdersMatchedWithVoucher(dealId);
    }

    /// @notice Claims a task that is late, unless that was done, and pays this voucher and the
    /// requester back. Anyone may call it.
    /// @dev Reverts `Voucher: task already refunded`, or as the hub's `claim`.
    function claim(TaskId taskId) external {
        ISponsoringHub hub = _hub();
        Task memory task = hub.viewTask(taskId);
        if (task.status != TaskStatus.FAILED) hub.claim(taskId);
        DealId dealId = DealId.wrap(task.dealid);
        Deal memory deal = hub.viewDeal(dealId);
        if (deal.sponsor == address(this)) _refund(hub, taskId, dealId, deal);
        emit TaskClaimedWithVoucher(taskId);
    }

    /// @notice Gives staked RLC of this voucher back to the VoucherHub.
    /// @dev Reverts `Voucher: sender is not VoucherHub`, or `Voucher: voucher is not expired`.
    function drain(uint256 amount) external onlyVoucherHub {
        require(_expiration <= block.timestamp, "Voucher: voucher is not expired");
        require(_hub().transfer(msg.sender, amount), "Voucher: drain failed");
    }

    /// @notice Issuer of this voucher.
    function getVoucherHub() external view returns (address) {
        return address(_voucherHub);
    }

    /// @notice Number of this voucher's type.
    function getType() external view returns (uint256) {
        return _type;
    }

    /// @notice Time until which this voucher is good, in seconds since 1970.
    function getExpiration() external view returns (uint256) {
        return _expiration;
    }

    /// @notice Credit this voucher has left, in nRLC.
    function getBalance() external view returns (uint256) {
        return _voucherHub.balanceOf(address(this));
    }

    /// @notice Whether an account may use this voucher; its owner always may.
    function isAccountAuthorized(address account) public view returns (bool) {
        return account == owner || _authorized[account];
    }

    /// @notice Part of a deal's price that this voucher paid, in nRLC.
    function getSponsoredAmount(DealId dealId) external view returns (uint256) {
        return _sponsoredAmounts[dealId];
    }

    /// @notice Whether the payment for a task was paid back.
    function isRefundedTask(TaskId taskId) external view returns (bool) {
        return _refunded[taskId];
    }

    function _setAuthorization(address account, bool authorized) private {
        require(account != owner, "Voucher: owner is already authorized.");
        _authorized[account] = authorized;
    }

    function _debit(
        AppOrder calldata app,
        DatasetOrder calldata dataset,
        WorkerpoolOrder calldata workerpool,
        uint256 volume
    ) private returns (uint256) {
        return
            _voucherHub.debitVoucher(
                _type,
                app.app,
                app.appprice,
                dataset.dataset,
                dataset.datasetprice,
                workerpool.workerpool,
                workerpool.workerpoolprice,
                volume
            );
    }

    /// @dev Takes the rest of the price from the requester, so that the hub finds all of it here.
    function _collect(ISponsoringHub hub, address requester, uint256 amount) private {
        try hub.transferFrom(requester, address(this), amount) returns (bool done) {
            if (done) return;
        } catch {}
        revert("Voucher: Transfer of non-sponsored amount failed");
    }

    /// @dev The hub gave the price of the task back to its sponsor, which is this contract.
    function _refund(ISponsoringHub hub, TaskId taskId, DealId dealId, Deal memory deal) private {
        require(!_refunded[taskId], "Voucher: task already refunded");
        _refunded[taskId] = true;
        uint256 price = deal.app.price + deal.dataset.price + deal.workerpool.price;
        uint256 sponsored = _sponsoredAmounts[dealId] / deal.botSize; // no remainder, see {VoucherHub-debitVoucher}
        if (sponsored > 0) _voucherHub.refundVoucher(sponsored);
        if (sponsored < price) _giveBack(hub, deal.requester, price - sponsored);
    }

    function _giveBack(ISponsoringHub hub, address requester, uint256 amount) private {
        try hub.transfer(requester, amount) returns (bool done) {
            if (done) return;
        } catch {}
        revert("Voucher: transfer to requester failed");
    }

    function _hub() private view returns (ISponsoringHub) {
        return ISponsoringHub(_voucherHub.getIexecPoco());
    }

    function _taskPrice(
        AppOrder calldata app,
        DatasetOrder calldata dataset,
        WorkerpoolOrder calldata workerpool
    ) private pure returns (uint256) {
        uint256 price = app.appprice + workerpool.workerpoolprice;
        return dataset.dataset == address(0) ? price : price + dataset.datasetprice;
    }
}
