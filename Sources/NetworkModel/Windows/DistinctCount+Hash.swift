extension DistinctCount {
    /// The hash under which an address is counted and by which hosts are chosen: the same in every
    /// process and release, since counts of different tasks are merged.
    ///
    /// It is `mix(mix(high + version) ^ low)` with the finaliser of MurmurHash3 as `mix`, which is
    /// a bijection: two IPv4 addresses never share a hash. It isn't secret, so whoever chooses
    /// addresses can make the count too low.
    @inlinable
    public static func hash(of address: IPAddress) -> UInt64 {
        mix(mix(address.high &+ UInt64(address.version.rawValue)) ^ address.low)
    }

    /// The hash under which a port is counted; a bijection as well.
    @inlinable
    public static func hash(ofPort port: UInt16) -> UInt64 {
        // 0 is the finaliser's fixed point; the added constant is 2^64 divided by the golden ratio.
        mix(UInt64(port) &+ 0x9e37_79b9_7f4a_7c15)
    }

    /// The finaliser of MurmurHash3 in 64 bits: each input bit changes about half of the output's.
    @inlinable
    static func mix(_ word: UInt64) -> UInt64 {
        var word = word
        word = (word ^ word &>> 33) &* 0xff51_afd7_ed55_8ccd
        word = (word ^ word &>> 33) &* 0xc4ce_b9fe_1a85_ec53
        return word ^ word &>> 33
    }
}
