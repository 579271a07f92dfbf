// What @ethereumjs/client 0.10.5 needs to be a Clique network with several signers in one process.
//
// Preloaded with `node --import`; wraps the client's own classes and leaves its rules alone: every
// block made here is still judged by its consensus code (turn, recent signers, epoch list).
//
// As shipped it seals empty blocks only, with one key: a block with transactions is built without
// a seal and refused (BlockBuilder.addTransaction), the virtual machine does not know who signs
// (EVM.runCall), and epoch blocks carry no signer list. Blocks are made when a line "mine N"
// arrives on the standard input, each one period after its parent: time is the test's.

import dgram from 'node:dgram'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const SETTINGS = JSON.parse(readFileSync(process.env.CLIQUE_SETTINGS, 'utf8'))
// signers: [[address, key], ...] in hexadecimal without 0x; out_of_turn: every n-th block;
// votes: {"block number": [address, true to add | false to drop]}
const VANITY_BYTES = 32
const SEAL_BYTES = 65

const load = (name) =>
  import(pathToFileURL(path.join(SETTINGS.modules, '@ethereumjs', name)).href)
const { cliqueSigner, createSealedCliqueBlockHeader } = await load('block/dist/esm/index.js')
const { createAddressFromString, concatBytes, hexToBytes } = await load('util/dist/esm/index.js')
const { BlockBuilder } = await load('vm/dist/esm/buildBlock.js')
const { EVM } = await load('evm/dist/esm/evm.js')
const { Miner } = await load('client/dist/esm/src/miner/miner.js')

const ACCOUNTS = SETTINGS.signers.map(([address, key]) => [
  createAddressFromString(`0x${address}`),
  hexToBytes(`0x${key}`),
])

// Nothing listens anywhere but on the loopback: the client binds its peer port to every address.
for (const [kind, method] of [
  [net.Server.prototype, 'listen'],
  [dgram.Socket.prototype, 'bind'],
]) {
  const original = kind[method]
  kind[method] = function (port, ...rest) {
    if (typeof port !== 'number') return original.call(this, port, ...rest)
    if (this instanceof http.Server) {
      this.once('listening', () => console.log(`answers at 127.0.0.1:${this.address().port}`))
    }
    return original.call(this, port, '127.0.0.1', ...rest.filter((one) => typeof one !== 'string'))
  }
}

const initState = BlockBuilder.prototype.initState
BlockBuilder.prototype.initState = async function () {
  const { blockchain, common } = this.vm
  const parent = await blockchain.getBlock(this.headerData.parentHash)
  const number = BigInt(this.headerData.number)
  const { epoch, period } = common.consensusConfig()
  const isEpoch = number % BigInt(epoch) === 0n
  const signers = isEpoch ? blockchain.consensus.cliqueActiveSigners(number) : []
  this.headerData.timestamp = parent.header.timestamp + BigInt(period)
  this.headerData.extraData = concatBytes(
    new Uint8Array(VANITY_BYTES),
    ...signers.map((signer) => signer.toBytes()),
    new Uint8Array(SEAL_BYTES),
  )
  const vote = SETTINGS.votes[String(number)]
  if (vote !== undefined) {
    this.headerData.coinbase = createAddressFromString(vote[0])
    this.headerData.nonce = new Uint8Array(8).fill(vote[1] ? 0xff : 0)
  }
  return initState.call(this)
}

const addTransaction = BlockBuilder.prototype.addTransaction
BlockBuilder.prototype.addTransaction = async function (...args) {
  const { cliqueSigner: key } = this.blockOpts
  const unsealed = this.headerData.extraData
  // The fees go to whoever sealed the block so far; the final seal is put on by build().
  const running = { ...this.headerData, gasUsed: this.gasUsed }
  const sealed = createSealedCliqueBlockHeader(running, key, { ...this.blockOpts, freeze: false })
  this.headerData.extraData = sealed.extraData
  try {
    return await addTransaction.apply(this, args)
  } finally {
    this.headerData.extraData = unsealed
  }
}

const runCall = EVM.prototype.runCall
EVM.prototype.runCall = function (...args) {
  this._optsCached.cliqueSigner ??= cliqueSigner
  return runCall.apply(this, args)
}

// The key that may sign the next block: the one in turn, or every n-th time somebody else. Among
// those out of turn the one whose turn is longest past comes first, or no turn would be kept again.
function nextAccount(miner) {
  const { chain } = miner.service
  const { consensus } = chain.blockchain
  const number = chain.blocks.latest.header.number + 1n
  const active = consensus.cliqueActiveSigners(number)
  const inTurn = Number(number % BigInt(active.length))
  const order = active.map((_, i) => active[(inTurn + active.length - i) % active.length])
  if (SETTINGS.out_of_turn > 0 && number % BigInt(SETTINGS.out_of_turn) === 0n) {
    order.push(order.shift())
  }
  for (const address of order) {
    const account = ACCOUNTS.find(([one]) => one.equals(address))
    if (account === undefined) continue
    const header = createSealedCliqueBlockHeader({ number }, account[1], {
      common: miner.config.chainCommon,
      freeze: false,
    })
    if (!consensus.cliqueCheckRecentlySigned(header)) return account
  }
  throw new Error(`nobody may sign block ${number}`)
}

let wanted = 0
let theMiner
let busy = false

async function mineWanted() {
  if (busy || theMiner === undefined) return
  busy = true
  while (wanted > 0) {
    wanted -= 1
    theMiner.config.accounts[0] = nextAccount(theMiner)
    await theMiner.assembleBlock()
    await theMiner.execution.run()
    if (wanted === 0) console.log(`mined ${theMiner.latestBlockHeader().number}`)
  }
  busy = false
}

// Reading begins here and not earlier: unlocking the first key pauses the standard input.
function listen() {
  createInterface({ input: process.stdin })
    .on('line', (line) => {
      const [word, count] = line.split(' ')
      if (word === 'mine') wanted += Number(count)
      void mineWanted()
    })
    .on('close', () => process.exit(0)) // whoever started us is gone
}

Miner.prototype.queueNextAssembly = async function () {
  if (theMiner === undefined) listen()
  theMiner = this
  await mineWanted()
}
