import 'reflect-metadata';
import { runCli } from './program';

// An answer that nobody could read was not given; who closed the pipe (`| head`) has read enough.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', ({ code }: NodeJS.ErrnoException) => {
    process.exit(code === 'EPIPE' ? process.exitCode : 2);
  });
}

runCli(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
