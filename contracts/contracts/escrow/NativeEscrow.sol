// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {PocoStorage} from "../storage/PocoStorage.sol";
import {Ledger} from "../libraries/Ledger.sol";
import {Administered} from "../desk/Administered.sol";

/// @title Deposits and withdrawals in the chain's own currency
/// @notice One nRLC is 10^9 wei. Wei below a whole nRLC go back to the sender.
abstract contract NativeEscrow is Administered {
    uint256 private constant WEI_PER_NRLC = 10 ** 9;

    /// @notice A plain transfer is a deposit.
    receive() external payable {
        _deposit(msg.sender);
    }

    /// @notice A call of an unknown function is a deposit too: it succeeds, and without value it
    /// deposits zero.
    fallback() external payable {
        _deposit(msg.sender);
    }

    /// @notice Deposits the value sent.
    /// @dev Reverts `native-transfer-failed` when the caller refuses the odd wei, even if there are
    /// zero.
    function deposit() external payable returns (bool) {
        _deposit(msg.sender);
        return true;
    }

    /// @notice Deposits the value sent, for another account. Odd wei go back to the caller.
    /// @dev As {deposit}. Reverts `ERC20: mint to the zero address`.
    function depositFor(address target) external payable returns (bool) {
        _deposit(target);
        return true;
    }

    /// @notice Deposits for several accounts out of the value sent; the rest goes back to the
    /// caller.
    /// @param amounts nRLC for each of `targets`.
    /// @dev Reverts `invalid-array-length`; as {depositFor}; Panic(0x11): the value is too small.
    function depositForArray(
        uint256[] calldata amounts,
        address[] calldata targets
    ) external payable returns (bool) {
        require(amounts.length == targets.length, "invalid-array-length");
        uint256 left = msg.value;
        for (uint256 i = 0; i < amounts.length; ++i) {
            Ledger.mint(targets[i], amounts[i]);
            left -= amounts[i] * WEI_PER_NRLC;
        }
        _send(msg.sender, left);
        return true;
    }

    /// @notice Takes free money out.
    /// @dev Reverts `native-transfer-failed` when the caller refuses it. Empty revert: not enough
    /// money.
    function withdraw(uint256 amount) external returns (bool) {
        return _withdraw(amount, msg.sender);
    }

    /// @notice Takes free money of the caller out, to `target`. See {withdraw}.
    function withdrawTo(uint256 amount, address target) external returns (bool) {
        return _withdraw(amount, target);
    }

    /// @notice Credits the owner with money that reached the hub without a deposit.
    /// @return nRLC credited.
    function recover() external onlyOwner returns (uint256) {
        uint256 surplus = address(this).balance / WEI_PER_NRLC - PocoStorage.load().totalSupply;
        Ledger.mint(msg.sender, surplus);
        return surplus;
    }

    function _deposit(address target) private {
        Ledger.mint(target, msg.value / WEI_PER_NRLC);
        _send(msg.sender, msg.value % WEI_PER_NRLC);
    }

    function _withdraw(uint256 amount, address target) private returns (bool) {
        Ledger.burn(msg.sender, amount);
        _send(target, amount * WEI_PER_NRLC);
        return true;
    }

    /// @dev Also sends zero wei: a contract that refuses coins cannot deposit, not even whole nRLC.
    function _send(address to, uint256 value) private {
        (bool ok, ) = to.call{value: value}("");
        require(ok, "native-transfer-failed");
    }
}
