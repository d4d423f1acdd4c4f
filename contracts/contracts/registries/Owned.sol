// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title One owner, with the revert texts clients of the registries know.
abstract contract Owned {
    /// @notice Who may configure this contract; zero when it was given up.
    address public owner;

    /// @notice This contract has another owner.
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    constructor() {
        _setOwner(msg.sender);
    }

    /// @dev Reverts `Ownable: caller is not the owner`.
    modifier onlyOwner() {
        require(msg.sender == owner, "Ownable: caller is not the owner");
        _;
    }

    /// @notice Gives this contract to someone else.
    /// @dev Reverts `Ownable: new owner is the zero address`.
    function transferOwnership(address newOwner) external onlyOwner {
        require(newOwner != address(0), "Ownable: new owner is the zero address");
        _setOwner(newOwner);
    }

    /// @notice Gives this contract up: nobody will configure it any more.
    function renounceOwnership() external onlyOwner {
        _setOwner(address(0));
    }

    function _setOwner(address newOwner) private {
        emit OwnershipTransferred(owner, newOwner);
        owner = newOwner;
    }
}
