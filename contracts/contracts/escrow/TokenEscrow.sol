// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {AppOrder, DatasetOrder, WorkerpoolOrder, RequestOrder} from "../types/Orders.sol";
import {PocoStorage} from "../storage/PocoStorage.sol";
import {Ledger} from "../libraries/Ledger.sol";
import {Administered} from "../desk/Administered.sol";
import {HubDeals} from "../hub/HubDeals.sol";

/// @title Deposits and withdrawals in the RLC token
/// @notice One unit of the token is one nRLC. Deposits are pulled, so the depositor approves the
/// hub beforehand, or does both at once with the token's `approveAndCall`.
abstract contract TokenEscrow is Administered {
    /// @notice A deposit came with a call that is not `matchOrders`.
    error UnsupportedOperation(bytes4 selector);
    /// @notice A deposit came with a match of another requester.
    error CallerIsNotTheRequester();
    /// @notice The match that came with a deposit failed without a reason.
    error OperationFailed();

    /// @notice The hub refuses the chain's own currency. Reverts `fallback-disabled`.
    receive() external payable {
        revert("fallback-disabled");
    }

    /// @notice The hub refuses calls of unknown functions. Reverts `fallback-disabled`.
    fallback() external payable {
        revert("fallback-disabled");
    }

    /// @notice Deposits RLC of the caller.
    /// @dev Reverts as the token does: the caller has too little or did not approve enough;
    /// `failed-transferFrom` when the token returns false.
    function deposit(uint256 amount) external returns (bool) {
        _deposit(msg.sender, amount, msg.sender);
        return true;
    }

    /// @notice Deposits RLC of the caller for another account.
    /// @dev As {deposit}. Reverts `ERC20: mint to the zero address`.
    function depositFor(uint256 amount, address target) external returns (bool) {
        _deposit(msg.sender, amount, target);
        return true;
    }

    /// @notice Deposits RLC of the caller for several accounts.
    /// @param amounts nRLC for each of `targets`.
    /// @dev Reverts `invalid-array-length`; as {depositFor}.
    function depositForArray(uint256[] calldata amounts, address[] calldata targets) external returns (bool) {
        require(amounts.length == targets.length, "invalid-array-length");
        for (uint256 i = 0; i < amounts.length; ++i) {
            _deposit(msg.sender, amounts[i], targets[i]);
        }
        return true;
    }

    /// @notice Takes free money out.
    /// @dev Empty revert: not enough money. A token that returns false moved nothing, and the money
    /// is gone.
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
        uint256 surplus = _token().balanceOf(address(this)) - PocoStorage.load().totalSupply;
        Ledger.mint(msg.sender, surplus);
        return surplus;
    }

    /// @notice Deposits the amount `sender` approved and, where there are data, makes the deal they
    /// ask for. The token calls this from `approveAndCall`; anyone may, but the money is `sender`'s
    /// and goes to `sender`.
    /// @param token The approved token.
    /// @param data Nothing, or a call of `matchOrders` whose requester is `sender`.
    /// @dev Reverts `wrong-token`; as {deposit}; {UnsupportedOperation}; {CallerIsNotTheRequester};
    /// as `matchOrders` does; {OperationFailed} when that gave no reason. Empty revert: the data
    /// are malformed.
    function receiveApproval(
        address sender,
        uint256 amount,
        address token,
        bytes calldata data
    ) external returns (bool) {
        require(token == PocoStorage.load().token, "wrong-token");
        _deposit(sender, amount, sender);
        if (data.length > 0) _match(sender, data);
        return true;
    }

    /// @dev The orders are matched by the hub this code runs for.
    function _match(address sender, bytes calldata data) private {
        bytes4 selector = bytes4(data[:4]);
        if (selector != HubDeals.matchOrders.selector) revert UnsupportedOperation(selector);
        (, , , RequestOrder memory request) = abi.decode(
            data[4:],
            (AppOrder, DatasetOrder, WorkerpoolOrder, RequestOrder)
        );
        if (request.requester != sender) revert CallerIsNotTheRequester();
        (bool ok, bytes memory answer) = address(this).delegatecall(data);
        if (ok) return;
        if (answer.length == 0) revert OperationFailed();
        assembly ("memory-safe") {
            revert(add(answer, 0x20), mload(answer))
        }
    }

    function _deposit(address from, uint256 amount, address target) private {
        require(_token().transferFrom(from, address(this), amount), "failed-transferFrom");
        Ledger.mint(target, amount);
    }

    function _withdraw(uint256 amount, address target) private returns (bool) {
        Ledger.burn(msg.sender, amount);
        _token().transfer(target, amount); // By the protocol, its result does not matter.
        return true;
    }

    function _token() private view returns (IERC20) {
        return IERC20(PocoStorage.load().token);
    }
}
