import { describe, expect, it } from 'vitest'
import { idOf } from './own-container.ts'

const id = 'ab'.repeat(32)

describe('the id of the container a process is in', () => {
  it.each([
    [
      'Docker',
      `612 600 8:1 /var/lib/docker/containers/${id}/hostname /etc/hostname rw,relatime - ext4 /dev/sda1 rw`,
    ],
    [
      'Docker on a disk of its own',
      `612 600 8:2 /containers/${id}/hostname /etc/hostname rw - ext4 /dev/sdb rw`,
    ],
    [
      'Podman',
      `9 7 0:3 /containers/overlay-containers/${id}/userdata/hostname /etc/hostname rw - tmpfs tmpfs rw`,
    ],
  ])('is read from the mounts of %s', (_engine, mounts) => expect(idOf(mounts)).toBe(id))

  it('is absent on a machine that runs containers', () => {
    expect(
      idOf(
        `28 1 8:1 / / rw - ext4 /dev/sda1 rw\n40 28 0:5 / /var/lib/docker/containers/${id}/mounts/shm rw`,
      ),
    ).toBe(undefined)
    expect(idOf('')).toBe(undefined)
  })
})
