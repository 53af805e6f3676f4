// Runs as a thread of a computing child. Not process.stdin: in a thread that runs through the blocked main thread.
import net from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'

const flag = workerData as Int32Array
const LIFELINE_FD = 4
new net.Socket({ fd: LIFELINE_FD, readable: true, writable: false })
  .on('data', () => Atomics.store(flag, 0, 1))
  .on('error', () => process.kill(process.pid, 'SIGKILL'))
  .on('close', () => process.kill(process.pid, 'SIGKILL'))
parentPort?.postMessage('listening')
