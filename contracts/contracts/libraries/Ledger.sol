// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {TaskId} from "../types/Ids.sol";
import {PocoStorage} from "../storage/PocoStorage.sol";
import {EscrowEvents} from "../events/HubEvents.sol";

/// @title The escrow's book-keeping
/// @notice Free money is in `balances`. Locked money is in the hub's own balance, and `frozens`
/// records its owners, so at any time the hub's balance is the sum of `frozens`.
library Ledger {
    /// @dev Moves free money between accounts.
    function move(address from, address to, uint256 amount) internal {
        PocoStorage.Layout storage $ = PocoStorage.load();
        require(from != address(0), "IexecEscrow: Transfer from empty address");
        require(to != address(0), "IexecEscrow: Transfer to empty address");
        uint256 balance = $.balances[from];
        require(amount <= balance, "IexecEscrow: Transfer amount exceeds balance");
        $.balances[from] = balance - amount;
        $.balances[to] += amount;
        emit EscrowEvents.Transfer(from, to, amount);
    }

    /// @dev Freezes free money of `account`.
    function lock(address account, uint256 amount) internal {
        move(account, address(this), amount);
        PocoStorage.load().frozens[account] += amount;
        emit EscrowEvents.Lock(account, amount);
    }

    /// @dev Gives frozen money back to `account`.
    function unlock(address account, uint256 amount) internal {
        move(address(this), account, amount);
        PocoStorage.load().frozens[account] -= amount;
        emit EscrowEvents.Unlock(account, amount);
    }

    /// @dev Takes frozen money from `account`. It stays with the hub until {reward} or {freeze}
    /// gives it to an account, which must happen in the same call.
    function seize(address account, uint256 amount, TaskId ref) internal {
        PocoStorage.load().frozens[account] -= amount;
        emit EscrowEvents.Seize(account, amount, ref);
    }

    /// @dev Pays seized money out to `account`.
    function reward(address account, uint256 amount, TaskId ref) internal {
        move(address(this), account, amount);
        emit EscrowEvents.Reward(account, amount, ref);
    }

    /// @dev Gives seized money to `account` as frozen money; it never becomes free in between.
    function freeze(address account, uint256 amount, TaskId ref) internal {
        PocoStorage.load().frozens[account] += amount;
        emit EscrowEvents.Reward(account, amount, ref);
        emit EscrowEvents.Lock(account, amount);
    }

    /// @dev Credits incoming money.
    function mint(address account, uint256 amount) internal {
        PocoStorage.Layout storage $ = PocoStorage.load();
        require(account != address(0), "ERC20: mint to the zero address");
        $.totalSupply += amount;
        $.balances[account] += amount;
        emit EscrowEvents.Transfer(address(0), account, amount);
    }

    /// @dev Debits outgoing money. Empty revert: `account` has less than `amount` free.
    function burn(address account, uint256 amount) internal {
        PocoStorage.Layout storage $ = PocoStorage.load();
        require(account != address(0), "ERC20: burn from the zero address");
        uint256 balance = $.balances[account];
        require(amount <= balance);
        $.balances[account] = balance - amount;
        $.totalSupply -= amount;
        emit EscrowEvents.Transfer(account, address(0), amount);
    }
}
