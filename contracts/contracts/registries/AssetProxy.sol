// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title The contract that stands at an asset's address
/// @notice Runs its registry's master over its own storage. Its code has no arguments, so that the
/// asset's address follows from the registry and the CREATE2 salt alone.
contract AssetProxy {
    /// @dev keccak256("org.zeppelinos.proxy.implementation").
    bytes32 private constant IMPLEMENTATION = 0x7050c9e0f4ca769c69bd3a8ef740bc37934f8e2c036e5a723fd8ee048ed3f8c3;

    /// @notice Names the code to run and runs its initializer. Its registry does this in the
    /// transaction of creation.
    /// @dev Empty revert: done before, or the initializer reverts. Reverts
    /// `Cannot set a proxy implementation to a non-contract address`.
    function initialize(address logic, bytes calldata data) external payable {
        require(_implementation() == address(0));
        require(logic.code.length > 0, "Cannot set a proxy implementation to a non-contract address");
        assembly ("memory-safe") {
            sstore(IMPLEMENTATION, logic)
        }
        if (data.length == 0) return;
        (bool ok, ) = logic.delegatecall(data);
        require(ok);
    }

    /// @notice Runs the master.
    receive() external payable {
        _run();
    }

    /// @notice Runs the master.
    fallback() external payable {
        _run();
    }

    function _run() private {
        address logic = _implementation();
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, 0, calldatasize())
            let ok := delegatecall(gas(), logic, free, calldatasize(), 0, 0)
            returndatacopy(free, 0, returndatasize())
            if iszero(ok) {
                revert(free, returndatasize())
            }
            return(free, returndatasize())
        }
    }

    function _implementation() private view returns (address logic) {
        assembly ("memory-safe") {
            logic := sload(IMPLEMENTATION)
        }
    }
}
