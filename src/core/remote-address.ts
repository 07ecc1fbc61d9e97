/** An address without the password or token in it. */
export function maskSecrets(address: string): string {
  return address
    .replace(/^(https?:\/\/)[^/]*@/, '$1***@')
    .replace(/^(\w+:\/\/[^/:@]*):[^/]*@/, '$1:***@')
    .replace(/^(https?:[^?#]*)[?#].*$/, '$1?***');
}
