/* Hands every frame to the kernel. A veth end whose peer redirects frames into it needs a program,
   or the frames vanish uncounted. */
__attribute__((section("xdp"), used)) int pass(void *context) { return 2; /* XDP_PASS */ }
char _license[] __attribute__((section("license"), used)) = "GPL";
