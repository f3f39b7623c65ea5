"""Writes small GGUF models with random weights: real files for the real runtime, which write nonsense, quickly.

Llama architecture, 2 layers, 64 wide; a SentencePiece vocabulary of control tokens, all bytes and common pieces.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import gguf
import numpy as np

CHATML = (
    "{{ bos_token }}{% for message in messages %}<|im_start|>{{ message['role'] }}\n"
    "{{ message['content'] }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
# The control tokens of well-known families, so that evidence which holds their letters meets them.
CONTROL = (
    *("<|im_start|>", "<|im_end|>", "<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"),
    *("[INST]", "[/INST]", "<<SYS>>", "<</SYS>>", "<start_of_turn>", "<end_of_turn>"),
    *("<|system|>", "<|user|>", "<|assistant|>", "<|end|>"),
)
USER_DEFINED = ("<think>", "</think>")
_COMMON = """
    the and to of in was it that he on at with for is had his from she her they were a I we you an as be by not this
    said saw man car van road street police statement witness time about blue red white black coat after before when
    then ing ed er es th he in an re on at en nd st or te ti is it ar nt ou ha me le ve co de ra ro li ri io ic ne
"""
_NORMAL, _UNKNOWN, _CONTROL, _USER_DEFINED, _BYTE = 1, 2, 3, 4, 6  # token types of the format
_HEADS = 4


def write_tiny(
    path: Path,
    *,
    template: str | None = CHATML,
    seed: int = 1,
    context: int = 4096,
    settings: Sequence[tuple[str, object]] = (),
    wide: int = 64,
    layers: int = 2,
    broken: bool = False,
) -> Path:
    """Write the model; the same arguments give the same bytes. `settings` are further keys of the file.

    A `broken` one has weights that are no numbers.
    """
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("tiny random")
    writer.add_context_length(context)
    writer.add_embedding_length(wide)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(2 * wide)
    writer.add_head_count(_HEADS)
    writer.add_head_count_kv(_HEADS)
    writer.add_rope_dimension_count(wide // _HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    count = _vocabulary(writer)
    if template is not None:
        writer.add_chat_template(template)
    for key, value in settings:
        add = writer.add_bool if isinstance(value, bool) else writer.add_uint32
        add(key, value)  # type: ignore[arg-type]
    _weights(writer, count, wide, layers, np.random.default_rng(seed), broken)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _vocabulary(writer: gguf.GGUFWriter) -> int:
    tokens = [("<unk>", _UNKNOWN), ("<s>", _CONTROL), ("</s>", _CONTROL)]
    tokens += [(f"<0x{byte:02X}>", _BYTE) for byte in range(256)]
    tokens += [(token, _CONTROL) for token in CONTROL] + [(token, _USER_DEFINED) for token in USER_DEFINED]
    letters = [chr(code) for code in range(33, 127)] + ["▁"]
    pieces = [*letters, *dict.fromkeys(p for word in _COMMON.split() for p in (f"▁{word}", word) if len(p) > 1)]
    tokens += [(piece, _NORMAL) for piece in pieces]
    writer.add_tokenizer_model("llama")
    writer.add_token_list([token for token, _ in tokens])
    writer.add_token_types([kind for _, kind in tokens])
    writer.add_token_scores([float(len(t)) if kind == _NORMAL else 0.0 for t, kind in tokens])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_add_bos_token(True)
    writer.add_add_space_prefix(True)
    return len(tokens)


def _weights(
    writer: gguf.GGUFWriter, vocabulary: int, wide: int, layers: int, dice: np.random.Generator, broken: bool
) -> None:
    def random(*shape: int) -> np.ndarray:
        return (dice.standard_normal(shape) * shape[-1] ** -0.5).astype(np.float32)

    writer.add_tensor("token_embd.weight", random(vocabulary, wide) * np.float32(8))
    writer.add_tensor("output_norm.weight", np.full(wide, np.nan if broken else 1, np.float32))
    writer.add_tensor("output.weight", random(vocabulary, wide))
    for layer in range(layers):
        block = f"blk.{layer}"
        for name in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"{block}.{name}.weight", np.ones(wide, np.float32))
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            writer.add_tensor(f"{block}.{name}.weight", random(wide, wide))
        for name in ("ffn_gate", "ffn_up"):
            writer.add_tensor(f"{block}.{name}.weight", random(2 * wide, wide))
        writer.add_tensor(f"{block}.ffn_down.weight", random(wide, 2 * wide))
