"""Takes text files in as LlamaIndex's own guide does, timed; run by `bench.intake` in an environment of its own.

Usage: rival.py MODEL_FOLDER FILE…; loads the model, says "ready", then for each line on standard input takes all files
in afresh and prints a JSON line {"seconds", "nodes"}.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time


def main(model_folder: str, files: list[str]) -> None:
    import torch
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.set_num_threads(2)
    model = HuggingFaceEmbedding(model_name=model_folder, device="cpu")
    with tempfile.TemporaryDirectory() as folder:  # imports and first allocations are not to be counted
        take_in(model, [__file__], folder)
    print("ready", flush=True)
    for _ in sys.stdin:
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            nodes = take_in(model, files, folder)
            print(json.dumps({"seconds": time.perf_counter() - start, "nodes": nodes}), flush=True)


def take_in(model: object, files: list[str], folder: str) -> int:
    """Read, split, embed and index the files into a new Chroma folder; gives the number of nodes."""
    import chromadb
    from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.vector_stores.chroma import ChromaVectorStore

    client = chromadb.PersistentClient(folder, chromadb.Settings(anonymized_telemetry=False))
    store = ChromaVectorStore(client.get_or_create_collection("rival"))
    documents = SimpleDirectoryReader(input_files=files).load_data()
    nodes = SentenceSplitter(chunk_size=200, chunk_overlap=20).get_nodes_from_documents(documents)
    VectorStoreIndex(nodes, StorageContext.from_defaults(vector_store=store), embed_model=model)
    client.close()
    return len(nodes)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
