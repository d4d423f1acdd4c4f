// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {PocoStorage} from "../storage/PocoStorage.sol";
import {EscrowEvents} from "../events/HubEvents.sol";

/// @title ERC-20 contract that acts on an approval.
interface ITokenSpender {
    /// @notice `owner` allowed this contract to move `value`. Returns whether it accepts that.
    function receiveApproval(address owner, uint256 value, address token, bytes calldata data) external returns (bool);
}

/// @title SRLC: free balances of the escrow as an ERC-20
abstract contract SrlcDesk {
    /// @notice Name of the token.
    function name() external view returns (string memory) {
        return PocoStorage.load().name;
    }

    /// @notice Symbol of the token.
    function symbol() external view returns (string memory) {
        return PocoStorage.load().symbol;
    }

    /// @notice Decimals of the token; 9, so that one unit is one nRLC.
    function decimals() external view returns (uint8) {
        return PocoStorage.load().decimals;
    }

    /// @notice The ERC-20 behind the escrow, or zero where it is the chain's own currency.
    function token() external view returns (address) {
        return PocoStorage.load().token;
    }

    /// @notice All money in the escrow, nRLC.
    function totalSupply() external view returns (uint256) {
        return PocoStorage.load().totalSupply;
    }

    /// @notice Free money of an account; the hub's own balance is the sum that all others have
    /// locked.
    function balanceOf(address account) external view returns (uint256) {
        return PocoStorage.load().balances[account];
    }

    /// @notice Locked money of an account.
    function frozenOf(address account) external view returns (uint256) {
        return PocoStorage.load().frozens[account];
    }

    /// @notice Amount of `account`'s money that `spender` may still move.
    function allowance(address account, address spender) external view returns (uint256) {
        return PocoStorage.load().allowances[account][spender];
    }

    /// @notice Moves free money of the caller.
    /// @dev Reverts with an `ERC20:` text for address zero. Empty revert: not enough money.
    function transfer(address recipient, uint256 amount) external returns (bool) {
        _transfer(msg.sender, recipient, amount);
        return true;
    }

    /// @notice Moves free money of `sender` within its allowance, which shrinks.
    /// @dev As {transfer}. Empty revert: not enough money or allowance.
    function transferFrom(address sender, address recipient, uint256 amount) external returns (bool) {
        _transfer(sender, recipient, amount);
        uint256 allowed = PocoStorage.load().allowances[sender][msg.sender];
        require(amount <= allowed);
        _approve(sender, msg.sender, allowed - amount);
        return true;
    }

    /// @notice Sets the amount that `spender` may move.
    function approve(address spender, uint256 value) external returns (bool) {
        _approve(msg.sender, spender, value);
        return true;
    }

    /// @notice Adds to the amount that `spender` may move.
    function increaseAllowance(address spender, uint256 addedValue) external returns (bool) {
        _approve(msg.sender, spender, PocoStorage.load().allowances[msg.sender][spender] + addedValue);
        return true;
    }

    /// @notice Takes from the amount that `spender` may move.
    /// @dev Empty revert: it may move less than that.
    function decreaseAllowance(address spender, uint256 subtractedValue) external returns (bool) {
        uint256 allowed = PocoStorage.load().allowances[msg.sender][spender];
        require(subtractedValue <= allowed);
        _approve(msg.sender, spender, allowed - subtractedValue);
        return true;
    }

    /// @notice Sets the amount that `spender` may move and lets it act on that at once.
    /// @dev Reverts `approval-refused` when the spender refuses, and as the spender does when it
    /// reverts.
    function approveAndCall(address spender, uint256 value, bytes calldata extraData) external returns (bool) {
        _approve(msg.sender, spender, value);
        require(
            ITokenSpender(spender).receiveApproval(msg.sender, value, address(this), extraData),
            "approval-refused"
        );
        return true;
    }

    function _transfer(address from, address to, uint256 amount) private {
        PocoStorage.Layout storage $ = PocoStorage.load();
        require(from != address(0), "ERC20: transfer from the zero address");
        require(to != address(0), "ERC20: transfer to the zero address");
        uint256 balance = $.balances[from];
        require(amount <= balance);
        $.balances[from] = balance - amount;
        $.balances[to] += amount;
        emit EscrowEvents.Transfer(from, to, amount);
    }

    function _approve(address account, address spender, uint256 value) private {
        require(account != address(0), "ERC20: approve from the zero address");
        require(spender != address(0), "ERC20: approve to the zero address");
        PocoStorage.load().allowances[account][spender] = value;
        emit EscrowEvents.Approval(account, spender, value);
    }
}
