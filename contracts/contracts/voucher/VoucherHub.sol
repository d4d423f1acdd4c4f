// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {
    AccessControlDefaultAdminRules
} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ISponsoringHub} from "./ISponsoringHub.sol";
import {IVoucherHub} from "./IVoucherHub.sol";
import {Voucher} from "./Voucher.sol";
import {VoucherCredit} from "./VoucherCredit.sol";
import {VoucherProxy} from "./VoucherProxy.sol";
import {VoucherTypes} from "./VoucherTypes.sol";

/// @title Issues vouchers, at most one to each account
/// @notice A {Voucher} pays for its owner's deals. Its credit here is the amount it can still pay;
/// for every unit of credit it holds a unit of staked RLC on the hub, which this contract gives it
/// from its own. So an issuer of vouchers first deposits their worth on the hub for this contract
/// (`depositFor`).
contract VoucherHub is IVoucherHub, VoucherCredit, VoucherTypes {
    /// @notice May create vouchers and top them up.
    bytes32 public constant MINTER_ROLE = keccak256("MINTER_ROLE");

    address private immutable HUB;
    address private immutable BEACON;
    bytes32 private immutable PROXY_CODE_HASH;

    /// @notice Whether there is a voucher at an address.
    mapping(address account => bool) public isVoucher;

    /// @notice `owner` has a voucher of `value` credit, good until `expiration`.
    event VoucherCreated(
        address indexed voucher,
        address owner,
        uint256 voucherType,
        uint256 expiration,
        uint256 value
    );
    /// @notice A voucher has `value` more credit and is good until `expiration`.
    event VoucherToppedUp(address indexed voucher, uint256 expiration, uint256 value);
    /// @notice A voucher paid for a deal.
    event VoucherDebited(address indexed voucher, uint256 sponsoredAmount);
    /// @notice A voucher got back what it paid for a task that failed.
    event VoucherRefunded(address indexed voucher, uint256 amount);
    /// @notice The rest of an expired voucher came back to this contract.
    event VoucherDrained(address indexed voucher, uint256 amount);

    /// @param admin Gets all roles, and gives them to others.
    /// @param hub The hub deals are made on.
    /// @param beacon The {VoucherBeacon}, which holds the code that vouchers run.
    constructor(address admin, address hub, address beacon) AccessControlDefaultAdminRules(0, admin) {
        _grantRole(MANAGER_ROLE, admin);
        _grantRole(MINTER_ROLE, admin);
        HUB = hub;
        BEACON = beacon;
        PROXY_CODE_HASH = keccak256(abi.encodePacked(type(VoucherProxy).creationCode, abi.encode(beacon)));
    }

    /// @notice Issues a voucher of `value` credit.
    /// @dev Reverts `VoucherHub: mint without value`, `VoucherHub: type index out of bounds`, or,
    /// when this contract has less than `value` on the hub,
    /// `VoucherHub: SRLC transfer to voucher failed`. Empty revert: `owner` has one.
    function createVoucher(
        address owner,
        uint256 voucherType,
        uint256 value
    ) external onlyRole(MINTER_ROLE) returns (address voucherAddress) {
        require(value > 0, "VoucherHub: mint without value");
        uint256 expiration = block.timestamp + getVoucherType(voucherType).duration;
        voucherAddress = address(new VoucherProxy{salt: _saltOf(owner)}(BEACON));
        Voucher(voucherAddress).initialize(owner, address(this), expiration, voucherType);
        _mint(voucherAddress, value);
        isVoucher[voucherAddress] = true;
        emit VoucherCreated(voucherAddress, owner, voucherType, expiration, value);
        _fund(voucherAddress, value);
    }

    /// @notice Gives a voucher more credit, and all the time of its type from now on.
    /// @dev Reverts `VoucherHub: no value`, `VoucherHub: unknown voucher`, or, when this contract
    /// has less than `value` on the hub, `VoucherHub: SRLC transfer to voucher failed`.
    function topUpVoucher(address voucher, uint256 value) external onlyRole(MINTER_ROLE) {
        require(value > 0, "VoucherHub: no value");
        require(isVoucher[voucher], "VoucherHub: unknown voucher");
        _mint(voucher, value);
        _fund(voucher, value);
        uint256 expiration = block.timestamp + getVoucherType(Voucher(voucher).getType()).duration;
        Voucher(voucher).setExpiration(expiration);
        emit VoucherToppedUp(voucher, expiration, value);
    }

    /// @notice Takes from the caller's credit its part of a deal: the prices of eligible assets, as
    /// far as the credit goes, rounded down so that every task of the deal costs it the same. May
    /// be zero.
    /// @dev Only vouchers have credit. Reverts `Panic(0x12)` for a volume of zero.
    /// @return sponsoredAmount The amount taken.
    function debitVoucher(
        uint256 voucherTypeId,
        address app,
        uint256 appPrice,
        address dataset,
        uint256 datasetPrice,
        address workerpool,
        uint256 workerpoolPrice,
        uint256 volume
    ) external returns (uint256 sponsoredAmount) {
        uint256 taskPrice = _sponsored(voucherTypeId, app, appPrice) +
            _sponsored(voucherTypeId, workerpool, workerpoolPrice);
        if (dataset != address(0)) taskPrice += _sponsored(voucherTypeId, dataset, datasetPrice);
        sponsoredAmount = Math.min(balanceOf(msg.sender), taskPrice * volume);
        sponsoredAmount -= sponsoredAmount % volume;
        if (sponsoredAmount > 0) {
            _burn(msg.sender, sponsoredAmount);
            emit VoucherDebited(msg.sender, sponsoredAmount);
        }
    }

    /// @inheritdoc IVoucherHub
    /// @dev Reverts `VoucherHub: sender is not voucher`.
    function refundVoucher(uint256 amount) external {
        require(isVoucher[msg.sender], "VoucherHub: sender is not voucher");
        _mint(msg.sender, amount);
        emit VoucherRefunded(msg.sender, amount);
    }

    /// @notice Takes back the rest of an expired voucher. Anyone may call it.
    /// @dev Reverts `VoucherHub: nothing to drain`, or `Voucher: voucher is not expired`.
    function drainVoucher(address voucher) external {
        uint256 amount = balanceOf(voucher);
        require(amount > 0, "VoucherHub: nothing to drain");
        _burn(voucher, amount);
        emit VoucherDrained(voucher, amount);
        Voucher(voucher).drain(amount);
    }

    /// @notice Gives staked RLC of this contract to an account.
    /// @dev Reverts as the hub's `transfer` does.
    function withdraw(address receiver, uint256 amount) external onlyRole(MANAGER_ROLE) {
        require(ISponsoringHub(HUB).transfer(receiver, amount), "VoucherHub: withdraw failed");
    }

    /// @inheritdoc IVoucherHub
    function getIexecPoco() external view returns (address) {
        return HUB;
    }

    /// @notice The {VoucherBeacon}.
    function getVoucherBeacon() external view returns (address) {
        return BEACON;
    }

    /// @notice Hash of the code deployed for each voucher.
    function getVoucherProxyCodeHash() external view returns (bytes32) {
        return PROXY_CODE_HASH;
    }

    /// @notice The voucher of an account; zero when it has none.
    function getVoucher(address owner) external view returns (address voucherAddress) {
        voucherAddress = predictVoucher(owner);
        if (voucherAddress.code.length == 0) voucherAddress = address(0);
    }

    /// @notice Address of an account's voucher, issued or not.
    function predictVoucher(address owner) public view returns (address) {
        return Create2.computeAddress(_saltOf(owner), PROXY_CODE_HASH);
    }

    /// @notice Credit an account has, in nRLC.
    function balanceOf(address account) public view override(IVoucherHub, ERC20) returns (uint256) {
        return super.balanceOf(account);
    }

    function _fund(address voucher, uint256 value) private {
        try ISponsoringHub(HUB).transfer(voucher, value) returns (bool done) {
            if (done) return;
        } catch {}
        revert("VoucherHub: SRLC transfer to voucher failed");
    }

    function _sponsored(uint256 voucherTypeId, address asset, uint256 price) private view returns (uint256) {
        return isAssetEligibleToMatchOrdersSponsoring(voucherTypeId, asset) ? price : 0;
    }

    function _saltOf(address owner) private pure returns (bytes32) {
        return bytes32(uint256(uint160(owner)));
    }
}
