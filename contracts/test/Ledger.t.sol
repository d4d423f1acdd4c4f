// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Ledger} from "../contracts/libraries/Ledger.sol";
import {PocoStorage} from "../contracts/storage/PocoStorage.sol";
import {TaskId} from "../contracts/types/Ids.sol";

/// @title The escrow's books, kept by calls in any order
/// @notice Amounts are bounded by the account's balance, so that most calls succeed.
contract LedgerUser {
    address[4] public accounts = [address(0xa1), address(0xa2), address(0xa3), address(0xa4)];

    function mint(uint256 who, uint96 amount) external {
        Ledger.mint(_account(who), amount);
    }

    function burn(uint256 who, uint256 amount) external {
        address account = _account(who);
        Ledger.burn(account, _upTo(balanceOf(account), amount));
    }

    function move(uint256 from, uint256 to, uint256 amount) external {
        address account = _account(from);
        Ledger.move(account, _account(to), _upTo(balanceOf(account), amount));
    }

    function lock(uint256 who, uint256 amount) external {
        address account = _account(who);
        Ledger.lock(account, _upTo(balanceOf(account), amount));
    }

    function unlock(uint256 who, uint256 amount) external {
        address account = _account(who);
        Ledger.unlock(account, _upTo(lockedOf(account), amount));
    }

    /// @dev Seized money is given to another account in the same call: free, or locked again.
    function seize(uint256 from, uint256 to, uint256 amount, bool isFree) external {
        address account = _account(from);
        amount = _upTo(lockedOf(account), amount);
        Ledger.seize(account, amount, TaskId.wrap(0));
        if (isFree) Ledger.reward(_account(to), amount, TaskId.wrap(0));
        else Ledger.freeze(_account(to), amount, TaskId.wrap(0));
    }

    function totalSupply() public view returns (uint256) {
        return PocoStorage.load().totalSupply;
    }

    function balanceOf(address account) public view returns (uint256) {
        return PocoStorage.load().balances[account];
    }

    function lockedOf(address account) public view returns (uint256) {
        return PocoStorage.load().frozens[account];
    }

    function sums() external view returns (uint256 free, uint256 locked) {
        for (uint256 i = 0; i < accounts.length; ++i) {
            free += balanceOf(accounts[i]);
            locked += lockedOf(accounts[i]);
        }
    }

    function _account(uint256 index) private view returns (address) {
        return accounts[index % accounts.length];
    }

    function _upTo(uint256 most, uint256 amount) private pure returns (uint256) {
        return most == type(uint256).max ? amount : amount % (most + 1);
    }
}

/// @title Invariants of the escrow's books
contract LedgerTest {
    LedgerUser private user;

    function setUp() external {
        user = new LedgerUser();
    }

    /// @dev All money is free or locked.
    function invariant_supplyIsBalancesAndLocks() external view {
        (uint256 free, uint256 locked) = user.sums();
        assert(user.totalSupply() == free + locked);
    }

    /// @dev The hub's own balance is the sum of locked money.
    function invariant_hubHoldsWhatIsLocked() external view {
        (, uint256 locked) = user.sums();
        assert(user.balanceOf(address(user)) == locked);
    }

    function testFuzz_locksWhatItIsTold(uint96 amount, uint256 part) external {
        user.mint(0, amount);
        user.lock(0, part);
        address account = user.accounts(0);
        assert(user.lockedOf(account) == part % (uint256(amount) + 1));
        assert(user.balanceOf(account) + user.lockedOf(account) == amount);
    }

    function testFuzz_unlockingUndoesLocking(uint96 amount, uint256 part) external {
        user.mint(1, amount);
        user.lock(1, part);
        user.unlock(1, user.lockedOf(user.accounts(1)));
        assert(user.balanceOf(user.accounts(1)) == amount);
        assert(user.lockedOf(user.accounts(1)) == 0);
    }
}
